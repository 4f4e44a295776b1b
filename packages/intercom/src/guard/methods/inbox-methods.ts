import { ASSIGNS, OF_CONVERSATION, SAYS_SOMETHING, SPEAKS_AS_CONTACT } from "./body-demands.ts";
import type { RowPlace } from "./row-place.ts";
import type { SdkMethodsOf } from "./sdk-method.ts";

const CONVERSATION: RowPlace = { ids: ["conversation_id"], read: "conversations.find" };
const TICKET: RowPlace = { ids: ["ticket_id"], read: "tickets.get" };

export const inboxMethods: SdkMethodsOf<
  "conversations" | "messages" | "tickets" | "ticketTypes" | "ticketStates"
> = {
  "conversations.list": {
    permission: "conversations:read",
    http: "GET /conversations",
    rows: "conversations",
  },
  "conversations.search": {
    permission: "conversations:read",
    http: "POST /conversations/search",
    searches: true,
    rows: "conversations",
    reads: true,
  },
  "conversations.find": {
    permission: "conversations:read",
    http: "GET /conversations/{conversation_id}",
    row: CONVERSATION,
    answersRow: true,
  },
  "conversations.create": {
    permission: "conversations:create",
    http: "POST /conversations",
    also: [ASSIGNS],
  },
  "conversations.update": {
    permission: "conversations:update",
    http: "PUT /conversations/{conversation_id}",
    also: [ASSIGNS],
    row: CONVERSATION,
    fields: true,
  },
  "conversations.deleteConversation": {
    permission: "conversations:delete",
    http: "DELETE /conversations/{conversation_id}",
    row: CONVERSATION,
  },
  "conversations.reply": {
    permission: {
      field: "message_type",
      permissions: {
        comment: "conversations:reply",
        quick_reply: "conversations:reply",
        note: "conversations:note",
      },
    },
    http: "POST /conversations/{conversation_id}/reply",
    also: [SPEAKS_AS_CONTACT],
    row: CONVERSATION,
    nested: true,
  },
  "conversations.manage": {
    permission: {
      field: "message_type",
      permissions: {
        assignment: "conversations:assign",
        close: "conversations:close",
        snoozed: "conversations:snooze",
        open: "conversations:snooze",
      },
    },
    http: "POST /conversations/{conversation_id}/parts",
    also: [ASSIGNS, SAYS_SOMETHING],
    row: CONVERSATION,
    nested: true,
  },
  "conversations.runAssignmentRules": {
    permission: "conversations:assign",
    http: "POST /conversations/{conversation_id}/run_assignment_rules",
    row: CONVERSATION,
  },
  "conversations.attachContactAsAdmin": {
    permission: "conversations:update",
    http: "POST /conversations/{conversation_id}/customers",
    row: CONVERSATION,
  },
  "conversations.detachContactAsAdmin": {
    permission: "conversations:update",
    http: "DELETE /conversations/{conversation_id}/customers/{contact_id}",
    row: CONVERSATION,
  },
  "conversations.redactConversationPart": {
    permission: "conversations:redact",
    http: "POST /conversations/redact",
    row: CONVERSATION,
  },
  "conversations.convertToTicket": {
    permission: "tickets:create",
    http: "POST /conversations/{conversation_id}/convert",
    also: [OF_CONVERSATION, ASSIGNS],
  },

  "messages.create": { permission: "messages:send", http: "POST /messages" },

  "tickets.search": {
    permission: "tickets:read",
    http: "POST /tickets/search",
    searches: true,
    rows: "tickets",
    reads: true,
  },
  "tickets.get": {
    permission: "tickets:read",
    http: "GET /tickets/{ticket_id}",
    row: TICKET,
    answersRow: true,
  },
  "tickets.create": {
    permission: "tickets:create",
    http: "POST /tickets",
    also: [ASSIGNS],
    fields: true,
  },
  "tickets.enqueueCreateTicket": {
    permission: "tickets:create",
    http: "POST /tickets/enqueue",
    also: [ASSIGNS],
    fields: true,
  },
  "tickets.update": {
    permission: "tickets:update",
    http: "PUT /tickets/{ticket_id}",
    also: [ASSIGNS],
    row: TICKET,
    fields: true,
  },
  "tickets.reply": {
    permission: "tickets:reply",
    http: "POST /tickets/{ticket_id}/reply",
    also: [SPEAKS_AS_CONTACT],
    row: TICKET,
    nested: true,
  },
  "tickets.deleteTicket": {
    permission: "tickets:delete",
    http: "DELETE /tickets/{ticket_id}",
    row: TICKET,
  },

  // Types and states of tickets come under `tickets:read`, but a condition on tickets says nothing about them.
  "ticketTypes.list": { permission: "tickets:read", http: "GET /ticket_types", noRequest: true },
  "ticketTypes.get": { permission: "tickets:read", http: "GET /ticket_types/{ticket_type_id}" },
  "ticketTypes.create": {
    permission: "ticket_types:write",
    answers: "tickets:read",
    http: "POST /ticket_types",
    fields: true,
  },
  "ticketTypes.update": {
    permission: "ticket_types:write",
    answers: "tickets:read",
    http: "PUT /ticket_types/{ticket_type_id}",
    row: { ids: ["ticket_type_id"], read: "ticketTypes.get" },
    fields: true,
  },
  "ticketTypes.attributes.create": {
    permission: "ticket_types:write",
    answers: "tickets:read",
    http: "POST /ticket_types/{ticket_type_id}/attributes",
    row: { ids: ["ticket_type_id"], read: "ticketTypes.get" },
  },
  "ticketTypes.attributes.update": {
    permission: "ticket_types:write",
    answers: "tickets:read",
    http: "PUT /ticket_types/{ticket_type_id}/attributes/{attribute_id}",
    row: { ids: ["ticket_type_id"], read: "ticketTypes.get" },
  },
  "ticketStates.listTicketStates": {
    permission: "tickets:read",
    http: "GET /ticket_states",
    noRequest: true,
  },
};
