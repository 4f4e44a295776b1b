import type { Decision, IntercomPermission } from "@intercom-rbac/core";
import type { IntercomClient } from "intercom-client";
import type { ClientAnswer } from "../client/client-promise.ts";
import type { ClientCall } from "../client/wrap-methods.ts";
import type { AskedPolicy } from "./asked-policy.ts";
import type { DecisionRecord } from "./decision-record.ts";
import { filterAnswer } from "./filter-answer.ts";
import type { LoadedRow, ResourceLoaders } from "./load-row.ts";
import { canLoad, loadRows } from "./load-row.ts";
import type { RowPlace } from "./methods/sdk-method.ts";
import type { ReadCall } from "./request/read-call.ts";
import { fieldsOf, findKnownMethod } from "./request/read-call.ts";
import { toScopeRefusal } from "./scope-refusal.ts";
import type { MarkRow } from "./workspace-row.ts";

/** What the calls of one guarded client are decided with. */
export interface GuardSetup {
  /** Not guarded. */
  readonly client: IntercomClient;
  readonly policy: AskedPolicy;
  /** Who acts: a principal, or a promise of one. */
  principal(): unknown;
  readonly record: DecisionRecord;
  /** A yes need be neither written nor told apart by workspace. */
  readonly plain: boolean;
  readonly loaders: ResourceLoaders;
  /** There where the policy has a tenant rule. */
  readonly mark: MarkRow | undefined;
}

/** How the rows come in that a decision depends on. */
type Way = "none" | "rows-first" | "row-answered" | "rows-answered";

interface Opinion {
  readonly permission: IntercomPermission;
  /** Without the row. */
  readonly decision: Decision;
  readonly way: Way;
}

/** A decision and what an audit log is to name of it. */
interface Verdict {
  readonly decision: Decision;
  readonly resource: unknown;
}

/** "On some row" is a yes to a list, whose rows are then decided on one by one. */
function onSomeRow({ rule: _rule, reason: _reason, ...rest }: Decision): Decision {
  return { ...rest, allowed: true, code: "granted" };
}

const resourceOf = (permission: string): string => permission.slice(0, permission.indexOf(":"));

/** One call: its principal known, its arguments the guard's own. */
export class GuardedCall {
  readonly #setup: GuardSetup;
  readonly #call: ClientCall;
  readonly #read: ReadCall;
  readonly #who: unknown;

  constructor(setup: GuardSetup, call: ClientCall, read: ReadCall, who: unknown) {
    this.#setup = setup;
    this.#call = call;
    this.#read = read;
    this.#who = who;
  }

  /** Sends it, or rejects. A plain yes is found out, and the request begun, before this returns. */
  run(): Promise<ClientAnswer> {
    const { plain, policy } = this.#setup;
    const { permissions } = this.#read;
    if (!plain) return this.#consider();
    for (const permission of permissions) {
      if (!policy.can(this.#who, permission)) return this.#consider();
    }
    return this.#send();
  }

  async #consider(): Promise<ClientAnswer> {
    const opinions: Opinion[] = [];
    for (const permission of this.#read.permissions) {
      const decision = this.#decide(permission, undefined);
      const way = decision.code === "resource_required" ? this.#wayOf(permission) : "none";
      if (!decision.allowed && way === "none") {
        return this.#refuse(decision, this.#targets(permission)[0]);
      }
      opinions.push({ permission, decision, way });
    }
    const ways = new Set(opinions.map(({ way }) => way));
    const rows = ways.has("rows-first") ? await this.#load() : [];
    const verdicts = opinions.flatMap((opinion) => this.#verdicts(opinion, rows));
    const refused = verdicts.find(({ decision }) => !decision.allowed);
    if (refused !== undefined) return this.#refuse(refused.decision, refused.resource);
    for (const { decision, resource } of verdicts) await this.#write(decision, resource);
    const answer = await this.#send();
    if (ways.has("row-answered")) return this.#decideOnAnswer(answer);
    return ways.has("rows-answered") ? this.#filter(answer) : answer;
  }

  /** The policy's answer; without a row, as far as it holds of every row of this workspace. */
  #decide(permission: IntercomPermission, row: object | undefined): Decision {
    const { policy, mark } = this.#setup;
    const fields = this.#isOfRow(permission) ? fieldsOf(this.#read) : undefined;
    const decision = policy.decide(this.#who, permission, row, { fields });
    if (row !== undefined || mark === undefined) return decision;
    if (!decision.allowed && decision.code !== "resource_required") return decision;
    const ofWorkspace = policy.decide(this.#who, permission, mark({}), { fields });
    return ofWorkspace.code === "tenant_mismatch" ? ofWorkspace : decision;
  }

  #wayOf(permission: IntercomPermission): Way {
    const { method, rows, answersRow } = this.#read.known;
    const { row } = method;
    const loader = this.#loader(permission);
    if (!this.#isOfRow(permission)) return "none";
    const readsIt = answersRow && loader === undefined;
    if (!readsIt && canLoad(row, this.#read, loader)) return "rows-first";
    if (permission !== this.#read.permissions[0]) return "none";
    if (answersRow) return "row-answered";
    return rows === undefined ? "none" : "rows-answered";
  }

  /** The row that a call acts on is of its own permission's resource. */
  #isOfRow(permission: IntercomPermission): boolean {
    return resourceOf(permission) === resourceOf(this.#read.permissions[0]);
  }

  #loader(permission: IntercomPermission) {
    return this.#setup.loaders.get(resourceOf(permission));
  }

  async #load(): Promise<readonly LoadedRow[]> {
    const [permission] = this.#read.permissions;
    const { row } = this.#read.known.method;
    if (row === undefined) return [];
    const loader = this.#loader(permission);
    try {
      return await loadRows(this.#setup.client, this.#read, row, loader, resourceOf(permission));
    } catch (error) {
      return this.#fail(error, this.#readingOf(row) ?? permission);
    }
  }

  /** The permission to read such a row, which is what a scope may be wanting for. */
  #readingOf({ read }: RowPlace): IntercomPermission | undefined {
    const reading = read === undefined ? undefined : findKnownMethod(read)?.method.permission;
    if (typeof reading !== "string") return undefined;
    return this.#setup.policy.permissions.includes(reading) ? reading : undefined;
  }

  /** What is decided before anything is sent, of each row that there is to name. */
  #verdicts(
    { permission, decision, way }: Opinion,
    rows: readonly LoadedRow[],
  ): readonly Verdict[] {
    if (way === "row-answered") return [];
    if (way === "rows-first") {
      return rows.map(({ row, read }) => ({
        decision: this.#decide(permission, read ? this.#marked(row) : row),
        resource: row,
      }));
    }
    const known = way === "rows-answered" ? onSomeRow(decision) : decision;
    return this.#targets(permission).map((resource) => ({ decision: known, resource }));
  }

  #marked<Row extends object>(row: Row): Row {
    return this.#setup.mark === undefined ? row : this.#setup.mark(row);
  }

  async #decideOnAnswer(answer: ClientAnswer): Promise<ClientAnswer> {
    const [permission] = this.#read.permissions;
    const { data } = answer;
    const isRow = typeof data === "object" && data !== null;
    const decision = this.#decide(permission, isRow ? this.#marked(data) : undefined);
    if (!decision.allowed) return this.#refuse(decision, data);
    await this.#write(decision, data);
    return answer;
  }

  #filter(answer: ClientAnswer): ClientAnswer {
    const { policy } = this.#setup;
    const [permission] = this.#read.permissions;
    const { rows: path = "" } = this.#read.known;
    return filterAnswer(answer, path, (rows) => {
      const marked = new Map<unknown, object>(rows.map((row) => [this.#marked(row), row]));
      const allowed = policy.filter(this.#who, permission, [...marked.keys()]);
      return allowed.flatMap((row) => marked.get(row) ?? []);
    });
  }

  /** What an entry names of the rows, as far as the request does. */
  #targets(permission: IntercomPermission): readonly unknown[] {
    const { row } = this.#read.known.method;
    if (row === undefined || !this.#isOfRow(permission)) return [undefined];
    return row.ids.map((name) => ({ id: this.#read.request[name] }));
  }

  #write(decision: Decision, resource: unknown): Promise<string | undefined> {
    return this.#setup.record.write(decision, { principal: this.#who, resource });
  }

  #refuse(decision: Decision, resource: unknown, options?: ErrorOptions): Promise<never> {
    return this.#setup.record.refuse(decision, { principal: this.#who, resource }, options);
  }

  #send(): Promise<ClientAnswer> {
    const { nextPage } = this.#call;
    const sent = nextPage ? this.#call.proceed() : this.#call.proceed(this.#read.args);
    return sent.then(undefined, (error: unknown) => this.#fail(error, this.#read.permissions[0]));
  }

  /** Whatever went wrong with a request goes on as it is, but for a scope that the token lacks. */
  #fail(error: unknown, permission: IntercomPermission): Promise<never> {
    const decided = () => this.#setup.policy.decide(this.#who, permission);
    const refusal = toScopeRefusal(error, permission, decided);
    if (refusal === undefined) throw error;
    const { decision, cause } = refusal;
    return this.#refuse(decision, this.#targets(permission)[0], { cause });
  }
}
