import type { IntercomPermission } from "@intercom-rbac/core";
import type { PlainObject, PlainValue } from "../request/plain-request.ts";
import { isPlainObject } from "../request/plain-request.ts";

/** A power that some bodies of a call use besides that of the call itself. */
export interface BodyDemand {
  readonly permission: IntercomPermission;
  /** Which bodies, for people. */
  readonly when: string;
  applies(body: PlainObject): boolean;
}

const has = (body: PlainObject, names: readonly string[]): boolean =>
  names.some((name) => Object.hasOwn(body, name));

const ASSIGNMENT = ["assignment", "assignee_id", "admin_assignee_id", "team_assignee_id"] as const;

/** To nobody, too: `null` takes it from whoever has it. */
export const ASSIGNS: BodyDemand = {
  permission: "conversations:assign",
  when: `it has ${ASSIGNMENT.map((name) => `\`${name}\``).join(", ")}`,
  applies: (body) => has(body, ASSIGNMENT),
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
const isPublic = (content: PlainValue | undefined): boolean =>
  isPlainObject(content) && (content["state"] ?? "draft") !== "draft";

export const PUBLISHES: BodyDemand = {
  permission: "articles:publish",
  when: "its `state`, or that of a translation, is not `draft`",
  applies(body) {
    const translations = body["translated_content"];
    if (isPublic(body)) return true;
    return isPlainObject(translations) && Object.values(translations).some(isPublic);
  },
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
