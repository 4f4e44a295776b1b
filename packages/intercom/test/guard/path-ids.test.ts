import { intercomPolicy } from "@intercom-rbac/core";
import { describe, expect, it } from "vitest";
import { guardClient } from "../../src/guard/guard-client.ts";
import { sdkMethods } from "../../src/guard/sdk-methods.ts";
import { callMethod, refusal } from "./call-method.ts";
import { countingServer } from "./counting-server.ts";

const server = countingServer();
const guarded = () =>
  guardClient(server.client, {
    policy: intercomPolicy,
    principal: { id: "1", roles: ["owner"] },
  });
const INVALID = { code: "ERR_RBAC_OPTION_INVALID" };
const NOT_FOUND = { code: "ERR_RBAC_INTERCOM_FAILED", reason: "not-found" };

const withPath = Object.entries(sdkMethods)
  .map(([name, { http }]) => ({
    name,
    fields: [...http.matchAll(/\{(\w+)\}/g)].map(([, field = ""]) => field),
  }))
  .filter(({ fields }) => fields.length > 0);

describe("what the SDK itself does with an id", () => {
  it("lets two dots climb, and the empty one vanish: that is why they are refused", async () => {
    await server.client.tags.tagContact({ contact_id: "..", id: "1" });
    await server.client.contacts.find({ contact_id: "" });
    await server.client.contacts.find({ contact_id: "../admins" });
    expect(server.lines()).toEqual(["POST /tags", "GET /contacts/", "GET /contacts/..%2Fadmins"]);
  });
});

describe("an id in a path", () => {
  const strange: readonly unknown[] = [
    "",
    " ",
    "\t",
    ".",
    "..",
    " .. ",
    "../admins",
    "1/archive",
    "/",
    "\\",
    "..\\admins",
    "a\u0000",
    "a\nb",
    "\ud800",
    Number.NaN,
    1.5,
    Number.POSITIVE_INFINITY,
    1e21,
  ];
  const ofOtherKinds: readonly unknown[] = [undefined, null, true, ["1"], { toString: () => "1" }];

  it.each(withPath)(
    "of $name is a string or a number that stays in its place",
    async ({ name, fields }) => {
      for (const field of fields) {
        const sane = Object.fromEntries(fields.map((each) => [each, "1"]));
        const body = { message_type: "close" };
        const refused = (id: unknown) =>
          refusal(callMethod(guarded(), name, { ...sane, [field]: id, body }));
        for (const id of strange) expect(await refused(id)).toMatchObject(NOT_FOUND);
        for (const id of ofOtherKinds) expect(await refused(id)).toMatchObject(INVALID);
      }
      expect(server.lines()).toEqual([]);
    },
  );

  it("is encoded, so that a query or a fragment stays part of it", async () => {
    const ids = ["a?b=c", "a#b", "a%2Fb", "a b", "a&b", "ü", "a..b", ".a"];
    for (const contact_id of ids) await guarded().contacts.find({ contact_id });
    expect(server.lines()).toEqual([
      "GET /contacts/a%3Fb%3Dc",
      "GET /contacts/a%23b",
      "GET /contacts/a%252Fb",
      "GET /contacts/a%20b",
      "GET /contacts/a%26b",
      "GET /contacts/%C3%BC",
      "GET /contacts/a..b",
      "GET /contacts/.a",
    ]);
  });

  it("may be a number", async () => {
    await guarded().admins.find({ admin_id: 1001 });
    expect(server.lines()).toEqual(["GET /admins/1001"]);
  });

  it.each([
    // `admins:read` would read the activity logs, which are another permission's.
    ["admins.find", "admin_id", "activity_logs"],
    ["admins.find", "admin_id", "activity_log_event_types"],
    ["admins.find", "admin_id", "Activity_Logs"],
    ["admins.find", "admin_id", "activity_logs.json"],
    ["admins.find", "admin_id", " activity_logs"],
    ["admins.find", "admin_id", "activity_logs;x"],
    // `tags:read` would read the contact whose external id is "tags".
    ["contacts.listAttachedTags", "contact_id", "find_by_external_id"],
    ["contacts.showContactByExternalId", "external_id", "notes"],
    ["contacts.find", "contact_id", "search"],
    ["articles.find", "article_id", "search"],
    ["companies.find", "company_id", "scroll"],
    ["companies.delete", "company_id", "list"],
    ["conversations.find", "conversation_id", "deleted"],
    ["conversations.deleteConversation", "conversation_id", "attributes"],
    ["internalArticles.deleteInternalArticle", "internal_article_id", "search"],
    ["dataExport.exportReportingData", "job_identifier", "get_datasets"],
  ])("of %s is no word that names another call: %s %j", async (name, field, id) => {
    const error = await refusal(callMethod(guarded(), name, { [field]: id }));
    expect(error).toMatchObject(NOT_FOUND);
    expect(String(error)).toContain(`(${name}: request.${field})`);
    expect(server.lines()).toEqual([]);
  });

  it("may begin or end like such a word", async () => {
    await guarded().contacts.find({ contact_id: "search1" });
    await guarded().admins.find({ admin_id: 7 });
    await guarded().teams.find({ team_id: "search" });
    expect(server.lines()).toEqual(["GET /contacts/search1", "GET /admins/7", "GET /teams/search"]);
  });

  it("is wanted in a query too, where the call names its row there", async () => {
    const nothing = await refusal(callMethod(guarded(), "visitors.find", { user_id: "" }));
    expect(nothing).toMatchObject(NOT_FOUND);
    for (const user_id of [undefined, ["1"], { toString: () => "1" }]) {
      expect(await refusal(callMethod(guarded(), "visitors.find", { user_id }))).toMatchObject(
        INVALID,
      );
    }
    await guarded().visitors.find({ user_id: "1" });
    expect(server.lines()).toEqual(["GET /visitors?user_id=1"]);
  });
});
