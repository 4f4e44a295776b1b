import type { Operation } from "./operation.ts";
import { adminOperations } from "./operations/admins.ts";
import { contactOperations } from "./operations/contacts.ts";
import { conversationPartOperations } from "./operations/conversation-parts.ts";
import { conversationOperations } from "./operations/conversations.ts";
import { eventOperations } from "./operations/events.ts";
import { teamOperations } from "./operations/teams.ts";

/** Every operation that needs a token, in the order of the README's table. */
export const operations: readonly Operation[] = [
  ...adminOperations,
  ...teamOperations,
  ...contactOperations,
  ...conversationOperations,
  ...conversationPartOperations,
  ...eventOperations,
];
