import type { Decision, IntercomPermission } from "@intercom-rbac/core";
import type { IntercomClient } from "intercom-client";
import { AnswerPart } from "../client/answer-part.ts";
import type { ClientCall } from "../client/wrap-methods.ts";
import { checkActingAdmin } from "./acting-admin.ts";
import { answerOfWrite } from "./answer-of-write.ts";
import type { AskedPolicy } from "./asked-policy.ts";
import { checkedDecision } from "./asked-policy.ts";
import type { DecisionRecord } from "./decision-record.ts";
import { filterAnswer } from "./filter-answer.ts";
import type { LoadedRow, ResourceLoaders } from "./load-row.ts";
import { canLoad, loadRows } from "./load-row.ts";
import type { RowPlace } from "./methods/row-place.ts";
import type { Demand } from "./request/demands.ts";
import { resourceOf } from "./request/demands.ts";
import type { ReadCall } from "./request/read-call.ts";
import { findKnownMethod } from "./request/read-call.ts";
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
  /** Whether a search comes without the rows that may not be seen, rather than not at all. */
  readonly filtersSearches: boolean;
  /** There where the policy has a tenant rule. */
  readonly mark: MarkRow | undefined;
}

/** How the rows come in that a decision depends on. */
type Way = "none" | "rows-first" | "row-answered" | "rows-answered";

interface Opinion {
  readonly demand: Demand;
  /** Without the row. */
  readonly decision: Decision;
  readonly way: Way;
}

type LoadedPlaces = ReadonlyMap<RowPlace, readonly LoadedRow[]>;

/** A decision and what an audit log is to name of it. */
interface Verdict {
  readonly decision: Decision;
  readonly resource: unknown;
}

/** "On some row" is a yes to a list, whose rows are then decided on one by one. */
function onSomeRow({ rule: _rule, reason: _reason, ...rest }: Decision): Decision {
  return { ...rest, allowed: true, code: "granted" };
}

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
  run(): Promise<unknown> {
    const { plain } = this.#setup;
    checkActingAdmin(this.#who, this.#read.body, this.#read.known.name);
    if (!plain) return this.#consider();
    for (const { permission } of this.#read.demands) {
      if (!this.#can(permission)) return this.#consider();
    }
    return this.#send();
  }

  async #consider(): Promise<unknown> {
    const opinions: Opinion[] = [];
    for (const demand of this.#read.demands) {
      const decision = this.#decide(demand, undefined);
      const way = decision.code === "resource_required" ? this.#wayOf(demand) : "none";
      if (!decision.allowed && way === "none") {
        return this.#refuse(decision, this.#targets(demand)[0]);
      }
      opinions.push({ demand, decision, way });
    }
    const rows = await this.#load(opinions);
    const verdicts = opinions.flatMap((opinion) => this.#verdicts(opinion, rows));
    const refused = verdicts.find(({ decision }) => !decision.allowed);
    if (refused !== undefined) return this.#refuse(refused.decision, refused.resource);
    for (const { decision, resource } of verdicts) await this.#write(decision, resource);
    let answer = await this.#send();
    for (const { demand, way } of opinions) {
      if (way === "row-answered") answer = await this.#decideOnAnswer(demand, answer);
      if (way === "rows-answered") answer = this.#filter(demand, answer);
    }
    return answer;
  }

  /** Only a yes is one, whatever else a policy of the app's own making answers. */
  #can(permission: IntercomPermission): boolean {
    return this.#setup.policy.can(this.#who, permission) === true;
  }

  /** The policy's answer; without a row, as far as it holds of every row of this workspace. */
  #decide(demand: Demand, row: object | undefined): Decision {
    const { policy, mark } = this.#setup;
    const { permission } = demand;
    const fields = demand.fields(this.#read.body);
    const decision = checkedDecision(policy.decide(this.#who, permission, row, { fields }));
    if (row !== undefined || mark === undefined) return decision;
    if (!decision.allowed && decision.code !== "resource_required") return decision;
    const ofWorkspace = checkedDecision(policy.decide(this.#who, permission, mark({}), { fields }));
    return ofWorkspace.code === "tenant_mismatch" ? ofWorkspace : decision;
  }

  #wayOf({ permission, row, rows, answersRow }: Demand): Way {
    const loader = this.#loader(permission);
    const readsIt = answersRow && loader === undefined;
    if (!readsIt && canLoad(row, this.#read, loader)) return "rows-first";
    if (answersRow) return "row-answered";
    if (rows === undefined) return "none";
    const tells = this.#read.known.method.searches === true && !this.#setup.filtersSearches;
    return tells ? "none" : "rows-answered";
  }

  #loader(permission: IntercomPermission) {
    return this.#setup.loaders.get(resourceOf(permission));
  }

  /** The rows that are wanted first, those of one place once. */
  async #load(opinions: readonly Opinion[]): Promise<LoadedPlaces> {
    const loaded = new Map<RowPlace, readonly LoadedRow[]>();
    for (const { demand, way } of opinions) {
      const { permission, row } = demand;
      if (way !== "rows-first" || row === undefined || loaded.has(row)) continue;
      const loader = this.#loader(permission);
      const resource = resourceOf(permission);
      try {
        loaded.set(row, await loadRows(this.#setup.client, this.#read, row, loader, resource));
      } catch (error) {
        return this.#fail(error, this.#readingOf(row) ?? permission);
      }
    }
    return loaded;
  }

  /** The permission to read such a row, which is what a scope may be wanting for. */
  #readingOf({ read }: RowPlace): IntercomPermission | undefined {
    const reading = read === undefined ? undefined : findKnownMethod(read)?.method.permission;
    if (typeof reading !== "string") return undefined;
    return this.#setup.policy.permissions.includes(reading) ? reading : undefined;
  }

  /** What is decided before anything is sent, of each row that there is to name. */
  #verdicts({ demand, decision, way }: Opinion, loaded: LoadedPlaces): readonly Verdict[] {
    if (way === "row-answered") return [];
    const rows = way === "rows-first" && demand.row !== undefined && loaded.get(demand.row);
    if (rows) {
      return rows.map(({ row, read }) => ({
        decision: this.#decide(demand, read ? this.#marked(row) : row),
        resource: row,
      }));
    }
    const known = way === "rows-answered" ? onSomeRow(decision) : decision;
    return this.#targets(demand).map((resource) => ({ decision: known, resource }));
  }

  #marked<Row extends object>(row: Row): Row {
    return this.#setup.mark === undefined ? row : this.#setup.mark(row);
  }

  async #decideOnAnswer(demand: Demand, answer: unknown): Promise<unknown> {
    const row = AnswerPart.shownOf(answer);
    const isRow = typeof row === "object" && row !== null;
    const decision = this.#decide(demand, isRow ? this.#marked(row) : undefined);
    if (!decision.allowed) return this.#refuse(decision, row);
    await this.#write(decision, row);
    return answer;
  }

  #filter({ permission, rows: path = "" }: Demand, answer: unknown): unknown {
    const { policy } = this.#setup;
    return filterAnswer(answer, path, (rows) => {
      const marked = new Map<unknown, object>(rows.map((row) => [this.#marked(row), row]));
      const allowed = policy.filter(this.#who, permission, [...marked.keys()]);
      return allowed.flatMap((row) => marked.get(row) ?? []);
    });
  }

  /** What an entry names of the rows, as far as the request does. */
  #targets({ row }: Demand): readonly unknown[] {
    if (row === undefined) return [undefined];
    return row.ids.map((name) => ({ id: this.#read.request[name] }));
  }

  #write(decision: Decision, resource: unknown): Promise<string | undefined> {
    return this.#setup.record.write(decision, { principal: this.#who, resource });
  }

  #refuse(decision: Decision, resource: unknown, options?: ErrorOptions): Promise<never> {
    return this.#setup.record.refuse(decision, { principal: this.#who, resource }, options);
  }

  #send(): Promise<unknown> {
    const { nextPage } = this.#call;
    const { known, args, demands } = this.#read;
    const sent = nextPage ? this.#call.proceed() : this.#call.proceed(args);
    const [{ permission }] = demands;
    const failed = (error: unknown) => this.#fail(error, permission);
    const reading = known.answers;
    if (reading === undefined) return sent.then(undefined, failed);
    return sent.then((answer) => answerOfWrite(answer, this.#mayRead(reading)), failed);
  }

  /** Whether a row that a write answered may be handed over. */
  #mayRead(permission: IntercomPermission): (row: object) => boolean {
    const { policy } = this.#setup;
    return (row) => {
      if (!policy.permissions.includes(permission)) return false;
      if (this.#setup.plain && this.#can(permission)) return true;
      return policy.decide(this.#who, permission, this.#marked(row)).allowed === true;
    };
  }

  /** Whatever went wrong with a request goes on as it is, but for a scope that the token lacks. */
  #fail(error: unknown, permission: IntercomPermission): Promise<never> {
    const decided = () => this.#setup.policy.decide(this.#who, permission);
    const refusal = toScopeRefusal(error, permission, decided);
    if (refusal === undefined) throw error;
    const { decision, cause } = refusal;
    return this.#refuse(decision, this.#targets(this.#read.demands[0])[0], { cause });
  }
}
