import { describe, expect } from "vitest";
import { startStandIn } from "../src/index.ts";
import { clientOf, send, test } from "./support/test.ts";

function refusal(statusCode: number, code: string, message: string): object {
  return {
    statusCode,
    body: { type: "error.list", request_id: expect.any(String), errors: [{ code, message }] },
  };
}

describe("a token", () => {
  const invalid = refusal(401, "unauthorized", "Access Token Invalid");

  test("that nobody issued is refused", async ({ standIn }) => {
    const client = clientOf(standIn, { token: "made-up" });
    await expect(client.admins.list()).rejects.toMatchObject(invalid);
  });

  test.for([{}, { Authorization: "Basic abc" }, { Authorization: "Bearer" }])(
    "is needed: %o",
    async (headers, { standIn }) => {
      const answer = await fetch(`${standIn.url}/me`, { headers: { ...headers } });
      expect(answer.status).toBe(401);
    },
  );

  test("that was revoked is refused by its own code", async ({ standIn }) => {
    const token = standIn.issueToken();
    standIn.revokeToken(token);
    await expect(clientOf(standIn, { token }).admins.list()).rejects.toMatchObject(
      refusal(401, "token_revoked", "Access Token Revoked"),
    );
    await clientOf(standIn).admins.list();
  });

  test("is its teammate's, until that one is gone", async ({ standIn }) => {
    const agnes = clientOf(standIn, { token: standIn.issueToken({ adminId: "1003" }) });
    expect((await agnes.admins.identify())?.email).toBe("agnes@support.example");
    standIn.workspace.admins.splice(2, 1);
    await expect(agnes.admins.identify()).rejects.toMatchObject(invalid);
  });

  test("of another region is unknown", async () => {
    const eu = await startStandIn({ region: "EU" });
    await expect(clientOf(eu).admins.list()).rejects.toMatchObject(invalid);
    const token = eu.issueToken({ workspaceId: "other567", adminId: "2001" });
    expect((await clientOf(eu, { token }).admins.list()).admins).toHaveLength(2);
    await eu.close();
  });
});

describe("a scope", () => {
  test("that the token lacks is named, and nothing happens", async ({ standIn }) => {
    const token = standIn.issueToken({ scopes: ["Read conversations"] });
    const client = clientOf(standIn, { token });
    await expect(
      client.conversations.deleteConversation({ conversation_id: 9001 }),
    ).rejects.toMatchObject(
      refusal(
        403,
        "forbidden",
        "You do not have the required scope (write_conversations) to access this resource",
      ),
    );
    expect(standIn.workspace.conversations).toHaveLength(12);
    await client.conversations.list();
  });

  test("may be given by label or API name, and any of several will do", async ({ standIn }) => {
    const with_ = (scope: string) =>
      clientOf(standIn, { token: standIn.issueToken({ scopes: [scope] }) });
    for (const scope of ["Read one admin", "read_single_admin", "Read admins", "read_admins"]) {
      await with_(scope).admins.identify();
    }
    for (const scope of ["Read and write articles", "read_articles_scope"]) {
      await with_(scope).articles.list();
    }
  });

  test("none given is none", async ({ standIn }) => {
    const client = clientOf(standIn, { token: standIn.issueToken({ scopes: [] }) });
    await expect(client.admins.identify()).rejects.toMatchObject(
      refusal(
        403,
        "forbidden",
        "You do not have the required scope (read_single_admin) to access this resource",
      ),
    );
  });
});

describe("Intercom-Version", () => {
  const owner = { type: "role", id: "101", name: "Workspace owner" };

  test("2.16 shows roles, null for a teammate without one", async ({ client }) => {
    const { admins = [] } = await client.admins.list();
    expect(admins.map((admin) => Object(admin).role?.id ?? Object(admin).role)).toEqual([
      "101",
      "102",
      "103",
      "103",
      null,
      "103",
    ]);
    expect(await client.admins.find({ admin_id: 1001 })).toMatchObject({ role: owner });
    expect(await client.admins.identify()).toMatchObject({ role: owner });
  });

  test("others have no such field, the SDK's default included", async ({ standIn }) => {
    for (const version of [null, "2.11", "2.15"]) {
      const client = clientOf(standIn, { version });
      for (const admin of (await client.admins.list()).admins ?? []) {
        expect(admin).not.toHaveProperty("role");
      }
      expect(await client.admins.find({ admin_id: 1001 })).not.toHaveProperty("role");
      expect(await client.admins.identify()).not.toHaveProperty("role");
    }
    expect(standIn.requests[0]?.headers["intercom-version"]).toBe("2.14");
  });

  test("that does not exist is refused", async ({ standIn }) => {
    await expect(clientOf(standIn, { version: "9.9" }).admins.list()).rejects.toMatchObject({
      statusCode: 400,
      body: { errors: [{ code: "intercom_version_invalid" }] },
    });
  });
});

test("/me says who and where", async ({ client }) => {
  expect(await client.admins.identify()).toMatchObject({
    type: "admin",
    id: "1001",
    email: "olivia@support.example",
    email_verified: true,
    has_inbox_seat: true,
    app: { type: "app", id_code: "demo1234", name: "Demo Support", region: "US" },
  });
});

describe("anything unlisted answers 501", () => {
  test.for([
    ["GET", "/companies"],
    ["GET", "/"],
    ["PATCH", "/contacts/1"],
    ["POST", "/admins"],
    ["GET", "/admins/1003/away"],
    ["GET", "/contacts/1/2/3/4"],
  ] as const)("%s %s", async ([method, path], { standIn }) => {
    const answer = await send(standIn, method, path);
    const message = `The stand-in has no ${method} ${path}: its README lists what it has`;
    expect([answer.status, answer.json]).toEqual([
      501,
      {
        type: "error.list",
        request_id: expect.any(String),
        errors: [{ code: "not_implemented", message }],
      },
    ]);
  });

  test("through the SDK as well", async ({ client }) => {
    await expect(client.tickets.get({ ticket_id: "1" })).rejects.toMatchObject({ statusCode: 501 });
  });
});
