import type { AuditSink, Catalogue, PermissionName, Policy, Who } from "@intercom-rbac/core";
import { GuardMisusedError, OptionInvalidError } from "@intercom-rbac/core";
import { checkOptions, kindOf, quote } from "@intercom-rbac/core/internal";
import type { IntercomClient } from "intercom-client";
import { checkedNumber, MOST_MS } from "../checked-number.ts";
import type { AskedPolicy } from "../guard/asked-policy.ts";
import { checkedDecision } from "../guard/asked-policy.ts";
import type { DecisionRecord } from "../guard/decision-record.ts";
import { createDecisionRecord } from "../guard/decision-record.ts";
import type { GuardedResources } from "../guard/guard-client.ts";
import { guardClient } from "../guard/guard-client.ts";
import { actorOfGuarded } from "../guard/guarded-clients.ts";
import { policyFacts } from "../guard/policy-facts.ts";
import type { FindActingAdmin } from "./acting-admin.ts";
import { actingByGuard, actingByPolicy } from "./acting-admin.ts";
import type { TeamsByTopic } from "./team-router.ts";

const WHERE = "createTeamRouter";
const ASSIGN = "conversations:assign";

type Awaitable<Value> = Value | PromiseLike<Value>;

/** A policy without the permission does not fit, and the compiler's message says why. */
type HasAssign<C extends Catalogue> =
  typeof ASSIGN extends PermissionName<C> ? unknown : { readonly needs: typeof ASSIGN };

export interface TeamRouterOptions<
  Teams extends TeamsByTopic,
  C extends Catalogue,
  N extends string,
  T,
> {
  /** What `guardClient` returned, which demands the permission; any other client needs `policy`. */
  readonly client: IntercomClient;
  /** Topic → the id of its team. */
  readonly teams: Teams;
  /** The router itself demands `conversations:assign` by it, as `guardClient` does. */
  readonly policy?: (Policy<C, N, T> & HasAssign<C>) | undefined;
  /** Who an acting admin is to the policy, such as `(adminId) => directory.principal(adminId)`. */
  readonly principal?: ((adminId: string) => Awaitable<Who<T>>) | undefined;
  /** Every decision is written here before anything is assigned. */
  readonly audit?: AuditSink | undefined;
  /** The workspace whose client it is; as for `guardClient`. */
  readonly workspaceId?: string | undefined;
  /** The app's own rows, by id; as for `guardClient`. */
  readonly resources?: GuardedResources<T> | undefined;
  /** How old the list of teams may get, in milliseconds; 60,000 unless told. */
  readonly refreshMs?: number | undefined;
}

/** What a router goes by. */
export interface RouterSettings<Asked> {
  readonly findActingAdmin: FindActingAdmin<Asked>;
  readonly refreshMs: number;
}

/** Not 0, which takes the team away. */
const TEAM_ID = /^[1-9]\d{0,14}$/;

function checkTeams(teams: TeamsByTopic): void {
  const topics = Object.entries(teams);
  if (topics.length === 0) {
    throw new OptionInvalidError(`${WHERE}: options.teams must name at least one topic.`);
  }
  for (const [topic, id] of topics) {
    const isId = ["string", "number"].includes(typeof id) && TEAM_ID.test(String(id));
    if (!isId) {
      throw new OptionInvalidError(
        `${WHERE}: options.teams[${quote(topic)}] must be a team's id, a whole number above 0 or its digits, and is ${kindOf(id)}.`,
      );
    }
  }
}

/** Without a policy: the client must be guarded, and decides by itself. */
function guardedSettings<Teams extends TeamsByTopic, C extends Catalogue, N extends string, T>(
  options: TeamRouterOptions<Teams, C, N, T>,
): FindActingAdmin<Who<T>> {
  const actsFor = actorOfGuarded(options.client);
  if (actsFor === undefined) {
    throw new GuardMisusedError(
      `${WHERE}: options.client is not guarded, so that nobody would demand ${quote(ASSIGN)}. Pass what guardClient returned, or options.policy.`,
    );
  }
  for (const name of ["principal", "audit", "workspaceId", "resources"] as const) {
    if (options[name] !== undefined) {
      throw new OptionInvalidError(
        `${WHERE}: options.${name} needs options.policy. Without it the guarded client decides.`,
      );
    }
  }
  return actingByGuard(options.client, actsFor);
}

function hasMethod(value: unknown, name: string): boolean {
  return (
    typeof value === "object" && value !== null && typeof Reflect.get(value, name) === "function"
  );
}

function checkPolicy(policy: unknown, isPermission: (name: string) => boolean): void {
  if (!hasMethod(policy, "decide") || !hasMethod(policy, "isPermission")) {
    throw new OptionInvalidError(
      `${WHERE}: options.policy must be what definePolicy returned, and is ${kindOf(policy)}.`,
    );
  }
  if (!isPermission(ASSIGN)) {
    throw new OptionInvalidError(`${WHERE}: options.policy has no permission ${quote(ASSIGN)}.`);
  }
}

/** Refuses whoever may assign no conversation at all. Whether it may be this one, the guarded client finds out. */
async function refuseHopeless(
  policy: AskedPolicy,
  record: DecisionRecord,
  principal: unknown,
  conversationId: string | undefined,
): Promise<void> {
  const decision = checkedDecision(policy.decide(principal, ASSIGN));
  if (decision.allowed || decision.code === "resource_required") return;
  await record.refuse(decision, { principal, resource: { id: conversationId } });
}

function policySettings<Teams extends TeamsByTopic, C extends Catalogue, N extends string, T>(
  policy: Policy<C, N, T>,
  options: TeamRouterOptions<Teams, C, N, T>,
): FindActingAdmin<Who<T>> {
  checkPolicy(policy, (name) => policy.isPermission(name));
  const { client, principal: principalOf, audit, workspaceId, resources } = options;
  if (audit !== undefined && !hasMethod(audit, "write")) {
    throw new OptionInvalidError(
      `${WHERE}: options.audit must have a method write(entry), and is ${kindOf(audit)} without one.`,
    );
  }
  const guard = (who: Who<T>) =>
    guardClient(client, { policy, principal: () => who, audit, workspaceId, resources });
  // What it does not take is told at the start.
  guard(null);
  const { workspaceAttribute } = policyFacts(policy);
  const record = createDecisionRecord(audit, workspaceAttribute, workspaceId);
  return actingByPolicy({
    principalOf,
    guard,
    refuseHopeless: (who, id) => refuseHopeless(policy, record, who, id),
  });
}

/** Throws `ERR_RBAC_OPTION_INVALID`, and `ERR_RBAC_GUARD_MISUSED` when nobody would demand the permission. */
export function readRouterOptions<
  Teams extends TeamsByTopic,
  C extends Catalogue,
  N extends string,
  T,
>(options: TeamRouterOptions<Teams, C, N, T>): RouterSettings<Who<T>> {
  checkOptions(WHERE, options, {
    client: "object",
    teams: "object",
    policy: "object",
    principal: "function",
    audit: "object",
    workspaceId: "string",
    resources: "object",
    refreshMs: "any",
  });
  const { client, teams, policy } = options;
  for (const [name, value] of Object.entries({ client, teams })) {
    if (value === undefined) throw new OptionInvalidError(`${WHERE}: options.${name} is missing.`);
  }
  checkTeams(teams);
  const range = { least: 0, most: MOST_MS };
  return {
    refreshMs: checkedNumber(`${WHERE}: options.refreshMs`, options.refreshMs, range, 60_000),
    findActingAdmin:
      policy === undefined ? guardedSettings(options) : policySettings(policy, options),
  };
}
