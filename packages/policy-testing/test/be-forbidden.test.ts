import { createServer } from "node:http";
import { createRbac } from "@intercom-rbac/express";
import express from "express";
import request from "supertest";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import "../src/vitest.ts";
import { rbacMatchers } from "../src/index.ts";
import { deskPolicy } from "./support/desk-policy.ts";
import { failureOf, lines } from "./support/failure-of.ts";

const FORBIDDEN = {
  status: 403,
  body: {
    error: "Forbidden",
    message: "Missing permission: contacts:delete",
    required: "contacts:delete",
    currentRole: "agent",
    code: "permission_missing",
    decisionId: "d-1",
  },
};

function withBody(changes: Readonly<Record<string, unknown>>) {
  return { status: 403, body: { ...FORBIDDEN.body, ...changes } };
}

describe("toBeForbidden on answers of a guarded app", () => {
  const app = express();
  const { requirePermission } = createRbac({
    policy: deskPolicy,
    principal: (req) => {
      const role = req.headers["x-role"];
      return typeof role === "string" ? { id: role, roles: [role] } : null;
    },
  });
  app.delete("/contacts/:id", requirePermission("contacts:delete"), (_req, res) => {
    res.json({ deleted: true });
  });
  app.post(
    "/merge",
    requirePermission({ any: ["contacts:delete", "conversations:close"] }),
    (_, res) => {
      res.json({ merged: true });
    },
  );
  const server = createServer(app);
  beforeAll(() => new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve)));
  afterAll(() => new Promise<void>((resolve) => server.close(() => resolve())));

  it("passes for a refusal, and knows what was required", async () => {
    const response = await request(server).delete("/contacts/1").set("x-role", "agent");
    expect(response).toBeForbidden();
    expect(response).toBeForbidden({
      required: "contacts:delete",
      code: "permission_missing",
      currentRole: "agent",
    });
    const merge = await request(server).post("/merge").set("x-role", "agent");
    expect(merge).toBeForbidden({ required: { any: ["contacts:delete", "conversations:close"] } });
  });

  it("passes after .not for an answer that let the request through", async () => {
    const response = await request(server).delete("/contacts/1").set("x-role", "owner");
    expect(response.status).toBe(200);
    expect(response).not.toBeForbidden();
    expect(failureOf(() => expect(response).toBeForbidden())).toBe(lines`
      expect(response).toBeForbidden()

      The response must be a 403 with the body of a refused permission.

      | member | expected | response |
      | ------ | -------- | -------- |
      | status | 403      | 200      |
    `);
  });

  it("tells a 401 from a 403", async () => {
    const response = await request(server).delete("/contacts/1");
    expect(
      failureOf(() => expect(response).toBeForbidden({ required: "contacts:delete" })),
    ).toBe(lines`
        expect(response).toBeForbidden({ required: "contacts:delete" })

        The response must be a 403 with the body of a refused permission.

        | member | expected | response |
        | ------ | -------- | -------- |
        | status | 403      | 401      |

        401: the request carries no principal. Sign the test's client in.
      `);
  });

  it("reads a fetch whose body was read", async () => {
    const address = server.address();
    const port = typeof address === "object" ? address?.port : undefined;
    const response = await fetch(`http://127.0.0.1:${port}/contacts/1`, {
      method: "DELETE",
      headers: { "x-role": "agent" },
    });
    expect(failureOf(() => expect(response).toBeForbidden())).toBe(
      "toBeForbidden: the body of this response is not read yet. Give { status: response.status, body: await response.json() }.",
    );
    const { status } = response;
    expect({ status, body: await response.json() }).toBeForbidden({ required: "contacts:delete" });
  });
});

describe("toBeForbidden", () => {
  it("shows each member that is not what was expected", () => {
    expect(
      failureOf(() =>
        expect(FORBIDDEN).toBeForbidden({
          required: { all: ["contacts:read", "contacts:delete"] },
          code: "scope_missing",
          currentRole: null,
        }),
      ),
    ).toBe(lines`
      expect(response).toBeForbidden({ required: {"all":["contacts:read","contacts:delete"]}, code: "scope_missing", currentRole: null })

      The response must be a 403 with the body of a refused permission.

      | member           | expected                                    | response             |
      | ---------------- | ------------------------------------------- | -------------------- |
      | body.required    | {"all":["contacts:read","contacts:delete"]} | "contacts:delete"    |
      | body.code        | "scope_missing"                             | "permission_missing" |
      | body.currentRole | null                                        | "agent"              |
    `);
  });

  it("does not take somebody else's 403 for the guard's, nor for its opposite", () => {
    const foreign = { status: 403, body: { error: "Forbidden", code: "nope" } };
    expect(failureOf(() => expect(foreign).toBeForbidden())).toBe(lines`
      expect(response).toBeForbidden()

      The response must be a 403 with the body of a refused permission.

      | member           | expected                         | response |
      | ---------------- | -------------------------------- | -------- |
      | body.message     | a text                           | none     |
      | body.required    | a permission, { all } or { any } | none     |
      | body.currentRole | a role or null                   | none     |
      | body.code        | a decision code                  | "nope"   |
      | body.decisionId  | an id                            | none     |
    `);
    expect(failureOf(() => expect(foreign).not.toBeForbidden())).toContain(
      '| body.code        | a decision code                  | "nope"   |',
    );
    expect(failureOf(() => expect({ status: 403, body: "" }).toBeForbidden())).toContain(
      '| body   | an object | ""       |',
    );
  });

  it.each([
    ["nothing required", { required: "" }],
    ["an empty group", { required: { all: [] } }],
    ["two groups", { required: { all: ["a:b"], any: ["a:b"] } }],
    ["no role where there is none", { currentRole: undefined }],
    ["no id", { decisionId: "" }],
  ])("refuses a body with %s", (_what, changes) => {
    expect(failureOf(() => expect(withBody(changes)).toBeForbidden())).toContain("| body.");
  });

  it("takes the members of RFC 9457 beside its own, and null for no role", () => {
    expect(withBody({ type: "about:blank", status: 403, currentRole: null })).toBeForbidden({
      currentRole: null,
    });
  });

  it("compares texts to their end", () => {
    const long = (end: string) => `contacts:${"a".repeat(90)}${end}`;
    expect(withBody({ required: long("x") })).not.toBeForbidden({ required: long("y") });
  });

  it("is denied by .not", () => {
    expect({ status: 200, body: [] }).not.toBeForbidden();
    expect(FORBIDDEN).not.toBeForbidden({ required: "contacts:read" });
    expect(failureOf(() => expect(FORBIDDEN).not.toBeForbidden())).toBe(lines`
      expect(response).not.toBeForbidden()

      The response must not be this 403, and is.
    `);
  });

  it.each([
    [[undefined], "toBeForbidden takes a response, { status, body }, and was given undefined."],
    [
      [{ statusCode: 403 }],
      "toBeForbidden takes a response, { status, body }, and was given an object without a numeric status.",
    ],
    [
      [Promise.resolve(FORBIDDEN)],
      "toBeForbidden takes a response, { status, body }, and was given an object without a numeric status. Await the request first.",
    ],
    [
      [FORBIDDEN, { requierd: "contacts:delete" }],
      'toBeForbidden has no option "requierd". It takes required, code, currentRole.',
    ],
    [
      [FORBIDDEN, "contacts:delete"],
      "The options of toBeForbidden are an object, and these are a string.",
    ],
    [
      [FORBIDDEN, { required: [] }],
      "toBeForbidden: required is a permission, { all: [...] } or { any: [...] }, and this is an array.",
    ],
    [
      [FORBIDDEN, { code: "unauthenticated" }],
      "toBeForbidden: unauthenticated is answered with 401. Assert the status and the body.",
    ],
    [
      [FORBIDDEN, { currentRole: ["agent"] }],
      "toBeForbidden: currentRole is a role's name or null, and this is an array.",
    ],
  ])("refuses wrong arguments, after .not as well (%#)", ([received, ...args], message) => {
    for (const isNot of [false, true]) {
      const call = () => rbacMatchers.toBeForbidden.call({ isNot }, received, ...args);
      expect(failureOf(call)).toBe(message);
    }
  });
});
