import type { Operation } from "./operation.ts";
import { adminOperations } from "./operations/admins.ts";
import { articleOperations } from "./operations/articles.ts";
import { contactOperations } from "./operations/contacts.ts";
import { conversationContactOperations } from "./operations/conversation-contacts.ts";
import { conversationPartOperations } from "./operations/conversation-parts.ts";
import { conversationOperations } from "./operations/conversations.ts";
import { eventOperations } from "./operations/events.ts";
import { noteOperations } from "./operations/notes.ts";
import { tagOperations } from "./operations/tags.ts";
import { teamOperations } from "./operations/teams.ts";

/** Every operation that needs a token, in the order of the README's table. */
export const operations: readonly Operation[] = [
  ...adminOperations,
  ...teamOperations,
  ...contactOperations,
  ...noteOperations,
  ...conversationOperations,
  ...conversationPartOperations,
  ...conversationContactOperations,
  ...tagOperations,
  ...articleOperations,
  ...eventOperations,
];
