import { IntercomFailedError } from "@intercom-rbac/core";
import type { Intercom } from "intercom-client";
import { failureMessage } from "../client/failure-message.ts";
import { toIntercomFailure } from "../client/intercom-failure.ts";
import type { ActingAdmin } from "./acting-admin.ts";
import type { RoutingFailure } from "./team-router.ts";

/** What Intercom says it did not find, by the code of its 404. */
const NOT_FOUND: ReadonlyMap<string, RoutingFailure> = new Map([
  ["not_found", "conversation-not-found"],
  ["conversation_not_found", "conversation-not-found"],
  ["team_not_found", "team-deleted"],
  ["assignee_not_found", "team-deleted"],
  ["admin_not_found", "admin-not-found"],
]);

/** The code is missing where it was the app that did not find its row. */
function missing({ reason, status, intercomCode = "" }: IntercomFailedError) {
  if (reason !== "not-found") return undefined;
  return status === undefined ? "conversation-not-found" : NOT_FOUND.get(intercomCode);
}

/** The answer of a call, or what was not found. Whatever else of Intercom's fails is `ERR_RBAC_INTERCOM_FAILED`. */
async function answerOf<Answer>(call: PromiseLike<Answer>): Promise<Answer | RoutingFailure> {
  try {
    return await call;
  } catch (error) {
    const failure = toIntercomFailure(error);
    const found = failure === undefined ? undefined : missing(failure);
    if (found !== undefined) return found;
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

/**
 * Assigns a conversation to a team, in the admin's name; asks once, since a second time would assign again what somebody
 * may have moved on. Rejects with `ERR_RBAC_INTERCOM_FAILED`.
 */
export async function assignConversation(
  { client, adminId }: ActingAdmin,
  { id, teamId }: { readonly id: string; readonly teamId: string },
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
