import { IntercomFailedError } from "@intercom-rbac/core";
import type { Intercom, IntercomClient } from "intercom-client";
import { failureMessage } from "../client/failure-message.ts";
import { toIntercomFailure } from "../client/intercom-failure.ts";
import type { RoutingFailure } from "./team-router.ts";

/** What Intercom says it did not find, by the code of its 404. */
const NOT_FOUND: ReadonlyMap<string, RoutingFailure> = new Map([
  ["not_found", "conversation-not-found"],
  ["conversation_not_found", "conversation-not-found"],
  ["team_not_found", "team-deleted"],
  ["assignee_not_found", "team-deleted"],
  ["admin_not_found", "admin-not-found"],
]);

/** The answer of a call, or what was not found. Whatever else fails is `ERR_RBAC_INTERCOM_FAILED`. */
async function answerOf<Answer>(call: PromiseLike<Answer>): Promise<Answer | RoutingFailure> {
  try {
    return await call;
  } catch (error) {
    const failure = toIntercomFailure(error);
    const missing =
      failure?.reason === "not-found" ? NOT_FOUND.get(failure.intercomCode ?? "") : undefined;
    if (missing !== undefined) return missing;
    throw failure ?? error;
  }
}

/** Throws unless it is the conversation that was asked for: what cannot be read counts as nothing. */
function checkConversation(answer: unknown, id: string, where: string): void {
  const isObject = typeof answer === "object" && answer !== null;
  if (isObject && "id" in answer && String(answer.id) === id) return;
  const details = { reason: "answer-invalid" } as const;
  throw new IntercomFailedError(details, failureMessage(details, where));
}

/** Rejects with `ERR_RBAC_INTERCOM_FAILED`. */
export async function findConversation(
  client: IntercomClient,
  id: string,
): Promise<Intercom.Conversation | RoutingFailure> {
  const found = await answerOf(client.conversations.find({ conversation_id: id }));
  if (typeof found !== "string") checkConversation(found, id, "conversations.find");
  return found;
}

/**
 * Assigns a conversation to a team, in the admin's name; asks once, since a second time would assign again what somebody
 * may have moved on. Rejects with `ERR_RBAC_INTERCOM_FAILED`.
 */
export async function assignConversation(
  client: IntercomClient,
  {
    id,
    teamId,
    adminId,
  }: { readonly id: string; readonly teamId: string; readonly adminId: string },
): Promise<Intercom.Conversation | RoutingFailure> {
  const assigned = await answerOf(
    client.conversations.manage(
      {
        conversation_id: id,
        body: {
          message_type: "assignment",
          type: "team",
          admin_id: adminId,
          assignee_id: teamId,
        },
      },
      { maxRetries: 0 },
    ),
  );
  const where = "conversations.manage, which may have taken effect";
  if (typeof assigned !== "string") checkConversation(assigned, id, where);
  return assigned;
}
