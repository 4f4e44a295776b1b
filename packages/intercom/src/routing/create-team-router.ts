import type { Catalogue, Who } from "@intercom-rbac/core";
import { OptionInvalidError } from "@intercom-rbac/core";
import { kindOf, quote } from "@intercom-rbac/core/internal";
import { parseTeams } from "../client/answers.ts";
import { toIntercomFailure } from "../client/intercom-failure.ts";
import { assignConversation } from "./assign-conversation.ts";
import type { TeamRouterOptions } from "./router-options.ts";
import { readRouterOptions } from "./router-options.ts";
import type { TeamLooks } from "./team-looks.ts";
import { createTeamLooks } from "./team-looks.ts";
import type { RoutedTeam, RoutingFailure, TeamRouter, TeamsByTopic } from "./team-router.ts";

const CONVERSATION_ID = /^\d{1,20}$/;

/** Undefined for what may have come from a URL and is no id. Throws `ERR_RBAC_OPTION_INVALID` for other kinds. */
function readConversationId(value: unknown): string | undefined {
  if (typeof value !== "string" && typeof value !== "number") {
    throw new OptionInvalidError(`route: conversationId must be an id, and is ${kindOf(value)}.`);
  }
  return CONVERSATION_ID.test(String(value)) ? String(value) : undefined;
}

function checkRequest(request: unknown): void {
  if (typeof request === "object" && request !== null) return;
  throw new OptionInvalidError(
    `route: the request must be an object with a topic, and is ${kindOf(request)}.`,
  );
}

function checkKnown(looks: TeamLooks, teamIds: ReadonlyMap<string, string>): void {
  const strays = [...teamIds].filter(([, id]) => looks.find(id) === undefined);
  if (strays.length === 0) return;
  const topics = strays.map(([topic]) => quote(topic)).join(", ");
  throw new OptionInvalidError(
    `createTeamRouter: options.teams has no team of this workspace for ${topics}. verifyConnection lists the workspace's teams with their ids.`,
  );
}

/**
 * Sends conversations to the team of a topic. Resolves once Intercom has confirmed that every team exists.
 *
 * The permission `conversations:assign` is demanded by the guarded client, or by the router itself where `policy` is
 * given; a client without either is refused.
 *
 * Rejects with `ERR_RBAC_OPTION_INVALID`, which names every topic without a team, with `ERR_RBAC_GUARD_MISUSED` when
 * nobody would demand the permission, and with `ERR_RBAC_INTERCOM_FAILED`.
 *
 * @example a guarded client
 * const router = await createTeamRouter({ client: guardClient(client, guard), teams: { billing: 5001 } });
 * await router.route(conversationId, { topic: "billing", adminId });
 * @example one router for all admins
 * const router = await createTeamRouter({
 *   client: createIntercomClient(),
 *   teams: { billing: 5001, technical: 5002 },
 *   policy,
 *   principal: (adminId) => directory.principal(adminId),
 * });
 */
export async function createTeamRouter<
  const Teams extends TeamsByTopic,
  C extends Catalogue = Catalogue,
  N extends string = string,
  T = never,
>(options: TeamRouterOptions<Teams, C, N, T>): Promise<TeamRouter<Teams, Who<T>>> {
  type Topic = keyof Teams & string;
  const { findActingAdmin, refreshMs } = readRouterOptions(options);
  const { client } = options;
  const teams = { ...options.teams };
  const teamIds = new Map(Object.entries(teams).map(([topic, id]) => [topic, String(id)]));
  const looks = createTeamLooks(async () => {
    try {
      return parseTeams(await client.teams.list());
    } catch (error) {
      throw toIntercomFailure(error) ?? error;
    }
  }, refreshMs);
  const isTopic = (value: unknown): value is Topic =>
    typeof value === "string" && teamIds.has(value);
  const topics = Object.freeze([...teamIds.keys()].filter(isTopic));

  await looks.refresh();
  checkKnown(looks, teamIds);

  return Object.freeze<TeamRouter<Teams, Who<T>>>({
    topics,
    isTopic,
    async route(conversationId, request) {
      checkRequest(request);
      const { topic } = request;
      const failed = (reason: RoutingFailure) => ({ routed: false, reason, topic }) as const;
      const id = readConversationId(conversationId);
      const acting = await findActingAdmin(request, id);
      const teamId = isTopic(topic) ? teamIds.get(topic) : undefined;
      if (teamId === undefined) return failed("topic-unknown");
      if (id === undefined) return failed("conversation-not-found");
      await looks.refresh();
      const status = looks.status(teamId);
      if (status !== "ready") return failed(`team-${status}`);
      const assigned = await assignConversation(acting, { id, teamId });
      if ("conversation" in assigned) {
        return { routed: true, topic, teamId: teams[topic], conversation: assigned.conversation };
      }
      if (assigned.failure === "team-deleted") looks.forget(teamId);
      return failed(assigned.failure);
    },
    async teams() {
      await looks.refresh();
      return topics.map((topic): RoutedTeam<Topic> => {
        const teamId = teamIds.get(topic) ?? "";
        const team = looks.find(teamId);
        const { name, adminIds = [] } = team ?? {};
        return { topic, teamId, name, adminIds, status: looks.status(teamId) };
      });
    },
  });
}
