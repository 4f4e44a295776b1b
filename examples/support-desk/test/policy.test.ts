import "@intercom-rbac/testing/vitest";
import { expect, test } from "vitest";
import type { Contact, Conversation } from "../src/data.ts";
import { policy } from "../src/policy.ts";

const nina = { id: "nina", roles: ["night_agent"] };
const conversation: Conversation = {
  id: "c1",
  contactId: "p1",
  subject: "Parcel has not arrived",
  vip: false,
  assigneeId: "nina",
  state: "open",
  replies: [],
};
const contact: Contact = { id: "p1", name: "Grace", email: "grace@example.com", location: "Seoul" };

test("the night shift closes what is assigned to it", () => {
  expect(policy).toAllow(nina, "conversations:close", conversation);
  expect(policy).toDeny(
    nina,
    "conversations:close",
    { ...conversation, assigneeId: "ana" },
    { because: "condition_not_met" },
  );
  expect(policy).toDeny("agent", "conversations:close", conversation);
});

test("the night shift keeps out of conversations with important customers", () => {
  const vip = { ...conversation, vip: true };
  expect(policy).toAllow(nina, "conversations:read", conversation);
  expect(policy).toDeny(nina, "conversations:read", vip, { because: "explicitly_denied" });
  expect(policy).toDeny(nina, "conversations:reply", vip, { because: "explicitly_denied" });
  expect(policy).toAllow("agent", "conversations:reply", vip);
});

test("the night shift sees no e-mail addresses", () => {
  expect(policy).toAllow(nina, "contacts:read", contact, { fields: ["id", "name", "location"] });
  expect(policy).toDeny(nina, "contacts:read", contact, {
    fields: ["name", "email"],
    because: "field_denied",
  });
});

test("a denial holds beside every other role", () => {
  const both = { id: "nina", roles: ["night_agent", "admin"] };
  const vip = { ...conversation, vip: true };
  expect(policy).toDeny(both, "conversations:read", vip, { because: "explicitly_denied" });
});

test("a role the policy does not know allows nothing", () => {
  const cleo = { id: "cleo", roles: ["contractor"] };
  expect(policy.permissionsOf(cleo)).toEqual([]);
  expect(policy.decide(cleo, "contacts:read")).toMatchObject({
    allowed: false,
    code: "permission_missing",
    unknownRoles: ["contractor"],
  });
});
