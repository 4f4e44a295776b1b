import type { IntercomPermission } from "@intercom-rbac/core";
import type { PlainObject, PlainValue } from "../request/plain-request.ts";
import { isPlainObject } from "../request/plain-request.ts";
import type { RowPlace } from "./row-place.ts";

/** A power that a call uses besides its own, whatever its body says or for some bodies. */
export interface BodyDemand {
  readonly permission: IntercomPermission;
  /** Which bodies, for people. */
  readonly when: string;
  applies(body: PlainObject): boolean;
  /** The fields of the row that it is about, where it is of the call's own resource: all that are set unless told. */
  fields?(body: PlainObject): readonly string[];
  /** The rows that it is asked about, where they are not those of the call's own permission. */
  readonly row?: RowPlace;
  /** Where in the answer rows are that it decides on. */
  readonly rows?: string;
}

/** What a call demands whatever its body says. */
function always(
  permission: IntercomPermission,
  place: Pick<BodyDemand, "row" | "rows"> = {},
): BodyDemand {
  return { permission, when: "always", applies: () => true, ...place };
}

const CONVERSATION: RowPlace = { ids: ["conversation_id"], read: "conversations.find" };

/** Who may not see a row may not put a tag on it, or take one off. */
export const OF_CONTACT: BodyDemand = always("contacts:read", {
  row: { ids: ["contact_id"], read: "contacts.find" },
});
export const OF_CONVERSATION: BodyDemand = always("conversations:read", { row: CONVERSATION });
export const OF_TICKET: BodyDemand = always("tickets:read", {
  row: { ids: ["ticket_id"], read: "tickets.get" },
});

/** The answer is a list of rows of another kind than those that the path names. */
export const LISTS_CONTACTS: BodyDemand = always("contacts:read", { rows: "data" });
export const LISTS_COMPANIES: BodyDemand = always("companies:read", { rows: "data" });

/** The visitor goes up in a contact, for good. */
export const MERGES: BodyDemand = always("contacts:merge");

const among = (body: PlainObject, names: readonly string[]): string[] =>
  names.filter((name) => Object.hasOwn(body, name));

const has = (body: PlainObject, names: readonly string[]): boolean =>
  names.some((name) => Object.hasOwn(body, name));

const ASSIGNMENT = ["assignment", "assignee_id", "admin_assignee_id", "team_assignee_id"] as const;

/** To nobody, too: `null` takes it from whoever has it. */
export const ASSIGNS: BodyDemand = {
  permission: "conversations:assign",
  when: `it has ${ASSIGNMENT.map((name) => `\`${name}\``).join(", ")}`,
  applies: (body) => has(body, ASSIGNMENT),
  fields: (body) => among(body, ASSIGNMENT),
};

const CONTACT = ["intercom_user_id", "contact_id", "user_id", "external_id", "email"] as const;

/** Puts words into a customer's mouth, as `conversations.create` does. */
export const SPEAKS_AS_CONTACT: BodyDemand = {
  permission: "conversations:create",
  when: "its `type` is not `admin`, or it names a contact as the author",
  applies: (body) => (body["type"] ?? "admin") !== "admin" || has(body, CONTACT),
};

/** Closing and assigning can say something to the customer on the way. */
export const SAYS_SOMETHING: BodyDemand = {
  permission: "conversations:reply",
  when: "it has a `body`, which the customer reads",
  applies: ({ body = null }) => body !== null && body !== "",
};

/** Anything but a draft, so that a state Intercom adds is not published unseen. */
const isPublic = (content: PlainObject): boolean => (content["state"] ?? "draft") !== "draft";

/** What has no shape that is known may publish, too; `type` names the shape of the whole. */
function hasPublicTranslation({ translated_content: translations = null }: PlainObject): boolean {
  if (translations === null) return false;
  if (!isPlainObject(translations)) return true;
  return Object.entries(translations).some(([locale, content]: [string, PlainValue]) => {
    if (content === null || (locale === "type" && typeof content === "string")) return false;
    return !isPlainObject(content) || isPublic(content);
  });
}

export const PUBLISHES: BodyDemand = {
  permission: "articles:publish",
  when: "its `state`, or that of a translation, is not `draft`",
  applies: (body) => isPublic(body) || hasPublicTranslation(body),
  fields: (body) => [
    ...(isPublic(body) ? ["state"] : []),
    ...(hasPublicTranslation(body) ? ["translated_content"] : []),
  ],
};

export const TAGS_SOMETHING: BodyDemand = {
  permission: "tags:apply",
  when: "it has `users` or `companies`",
  applies: (body) => has(body, ["users", "companies"]),
};

export const SETS_CONSENT: BodyDemand = {
  permission: "subscriptions:write",
  when: "it has `unsubscribed_from_emails`",
  applies: (body) => has(body, ["unsubscribed_from_emails"]),
};
