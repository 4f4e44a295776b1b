import type { IntercomFailedError } from "@intercom-rbac/core";
import type { Intercom } from "intercom-client";
import { intercomFailed } from "../client/intercom-failed.ts";
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

/** Either what the conversation has become, or why it stays. */
export type Assignment =
  | { readonly conversation: Intercom.Conversation }
  | { readonly failure: RoutingFailure };

/** What was not found, if that is the matter. The code is missing where it was the app that did not find its row. */
function notFound(failure: IntercomFailedError | undefined): RoutingFailure | undefined {
  if (failure?.reason !== "not-found") return undefined;
  const { status, intercomCode = "" } = failure;
  return status === undefined ? "conversation-not-found" : NOT_FOUND.get(intercomCode);
}

/** Throws unless it is the conversation that was asked for. */
function checkConversation(answer: unknown, id: string): void {
  const isObject = typeof answer === "object" && answer !== null;
  if (isObject && "id" in answer && String(answer.id) === id) return;
  const details = { reason: "answer-invalid" } as const;
  const where = "conversations.manage, which may have taken effect";
  throw intercomFailed(details, where);
}

/**
 * Assigns a conversation to a team, in the admin's name; the guarded client sends it once. Rejects as that client does,
 * what failed at Intercom being `ERR_RBAC_INTERCOM_FAILED` whatever client was guarded.
 */
export async function assignConversation(
  { client, adminId }: ActingAdmin,
  { id, teamId }: { readonly id: string; readonly teamId: string },
): Promise<Assignment> {
  let conversation: Intercom.Conversation;
  try {
    conversation = await client.conversations.manage({
      conversation_id: id,
      body: { message_type: "assignment", type: "team", admin_id: adminId, assignee_id: teamId },
    });
  } catch (error) {
    const failed = toIntercomFailure(error);
    const failure = notFound(failed);
    if (failure !== undefined) return { failure };
    throw failed ?? error;
  }
  checkConversation(conversation, id);
  return { conversation };
}
