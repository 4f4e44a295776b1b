import type { AuditSink } from "@intercom-rbac/core";
import { GuardMisusedError, OptionInvalidError } from "@intercom-rbac/core";
import { checkOptions, kindOf, quote } from "@intercom-rbac/core/internal";
import type { Intercom, IntercomClient } from "intercom-client";
import { checkedNumber, MOST_MS } from "../checked-number.ts";
import { isGuardedClient } from "../guard/guarded-clients.ts";
import type { ActingAdmin } from "./acting-admin.ts";
import { actingByGuard, actingByPolicy } from "./acting-admin.ts";
import type { AssignPolicy } from "./demand-assignment.ts";
import { ASSIGN } from "./demand-assignment.ts";
import type { TeamsByTopic } from "./team-router.ts";

export interface TeamRouterOptions<Teams extends TeamsByTopic, Who> {
  /** What `guardClient` returned, which demands the permission; any other client needs `policy`. */
  readonly client: IntercomClient;
  /** Topic → the id of its team. */
  readonly teams: Teams;
  /** The router itself demands `conversations:assign` by it. */
  readonly policy?: AssignPolicy<Who> | undefined;
  /** Who an acting admin is to the policy, such as `(adminId) => directory.principal(adminId)`. */
  readonly principal?: ((adminId: string) => NoInfer<Who> | Promise<NoInfer<Who>>) | undefined;
  /** Every decision is written here before anything is assigned. */
  readonly audit?: AuditSink | undefined;
  /** The row that the policy's conditions speak of, made of the SDK's conversation; the conversation itself unless told. */
  readonly toResource?:
    | ((conversation: Intercom.Conversation) => object | Promise<object>)
    | undefined;
  /** How old the list of teams may get, in milliseconds; 60,000 unless told. */
  readonly refreshMs?: number | undefined;
}

const WHERE = "createTeamRouter";

function hasMethod(value: unknown, name: string): boolean {
  return (
    typeof value === "object" && value !== null && typeof Reflect.get(value, name) === "function"
  );
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

function checkPolicy(policy: AssignPolicy<never>): void {
  if (!hasMethod(policy, "decide") || !hasMethod(policy, "isPermission")) {
    throw new OptionInvalidError(
      `${WHERE}: options.policy must be what definePolicy returned, and is ${kindOf(policy)}.`,
    );
  }
  if (!policy.isPermission(ASSIGN)) {
    throw new OptionInvalidError(`${WHERE}: options.policy has no permission ${quote(ASSIGN)}.`);
  }
}

/** Without a policy. */
function checkGuarded<Teams extends TeamsByTopic, Who>(
  options: TeamRouterOptions<Teams, Who>,
): void {
  if (!isGuardedClient(options.client)) {
    throw new GuardMisusedError(
      `${WHERE}: options.client is not guarded, so that nobody would demand ${quote(ASSIGN)}. Pass what guardClient returned, or options.policy.`,
    );
  }
  for (const name of ["principal", "audit", "toResource"] as const) {
    if (options[name] !== undefined) {
      throw new OptionInvalidError(
        `${WHERE}: options.${name} needs options.policy. Without it the guarded client decides.`,
      );
    }
  }
}

/** What a router goes by. */
export interface RouterSettings<Who> {
  readonly acting: ActingAdmin<Who>;
  readonly refreshMs: number;
}

/** Throws `ERR_RBAC_OPTION_INVALID`, and `ERR_RBAC_GUARD_MISUSED` when nobody would demand the permission. */
export function readRouterOptions<Teams extends TeamsByTopic, Who>(
  options: TeamRouterOptions<Teams, Who>,
): RouterSettings<Who> {
  checkOptions(WHERE, options, {
    client: "object",
    teams: "object",
    policy: "object",
    principal: "function",
    audit: "object",
    toResource: "function",
    refreshMs: "any",
  });
  const { client, teams, policy, principal, audit } = options;
  for (const [name, value] of Object.entries({ client, teams })) {
    if (value === undefined) throw new OptionInvalidError(`${WHERE}: options.${name} is missing.`);
  }
  checkTeams(teams);
  if (audit !== undefined && !hasMethod(audit, "write")) {
    throw new OptionInvalidError(
      `${WHERE}: options.audit must have a method write(entry), and is ${kindOf(audit)} without one.`,
    );
  }
  const range = { least: 0, most: MOST_MS };
  const refreshMs = checkedNumber(`${WHERE}: options.refreshMs`, options.refreshMs, range, 60_000);
  if (policy === undefined) {
    checkGuarded(options);
    return { acting: actingByGuard, refreshMs };
  }
  checkPolicy(policy);
  const workspaceAttribute = policy.toJSON().tenant?.principal ?? "workspaceId";
  return { acting: actingByPolicy({ policy, audit, workspaceAttribute }, principal), refreshMs };
}
