import express from "express";
import { describe, expect, test } from "vitest";
import { createRbac } from "../../src/index.ts";
import { as, authenticate, byUser, memory, policy } from "../desk.ts";
import { WAYS } from "../security/ask.ts";

/** `PATCH /contacts`, whose guard reads which fields the body names. Clerks may write `name` and `phone`. */
function desk(...order: ("json" | "form" | "guard")[]) {
  const seen = { handler: 0, errors: [] as unknown[] };
  const audit = memory();
  const { requirePermission } = createRbac({ policy, principal: byUser, audit });
  const middleware = {
    json: express.json({ limit: 1_000 }),
    form: express.urlencoded({ extended: true }),
    guard: requirePermission("contacts:write", { fields: (req) => Object.keys(req.body) }),
  };
  const app = express();
  app.use(authenticate);
  app.patch("/contacts", ...order.map((name) => middleware[name]), (_req, res) => {
    seen.handler += 1;
    res.json("ran");
  });
  const report: express.ErrorRequestHandler = (error, _req, res, _next) => {
    seen.errors.push(error);
    res.status(error.status ?? 500).json("reported");
  };
  app.use(report);
  return { app, seen, audit };
}

const JSON_TYPE = "application/json";
const FORM_TYPE = "application/x-www-form-urlencoded";
const sending = (type: string, body: string, who = "carl") => ({
  method: "PATCH",
  path: "/contacts",
  headers: { ...as(who), "content-type": type },
  body,
});

describe.each(WAYS)("body parsers in front of a guard that reads fields, %s", (_way, open) => {
  test.each([
    ["one field", JSON_TYPE, '{"name":"Ada"}'],
    ["both fields", JSON_TYPE, '{"phone":"1","name":"Ada"}'],
    ["a form", FORM_TYPE, "name=Ada&phone=1"],
    ["a nested form", FORM_TYPE, "name[first]=Ada&name[last]=L"],
  ])("%s that a clerk may write: the handler runs", async (_name, type, body) => {
    const { app, seen, audit } = desk("json", "form", "guard");
    const ask = await open(app);
    expect((await ask(sending(type, body))).status).toBe(200);
    expect(seen).toEqual({ handler: 1, errors: [] });
    expect(audit.lines()).toEqual(["allowed granted contacts:write"]);
  });

  test.each([
    ["a field beside", JSON_TYPE, '{"name":"Ada","role":"owner"}', "field_denied"],
    ["another letter case", JSON_TYPE, '{"Name":"Ada"}', "field_denied"],
    [
      "the same name twice, then another",
      JSON_TYPE,
      '{"name":1,"name":2,"role":3}',
      "field_denied",
    ],
    ["__proto__", JSON_TYPE, '{"name":"Ada","__proto__":{"role":"owner"}}', "field_denied"],
    ["constructor", JSON_TYPE, '{"constructor":{"prototype":{}}}', "field_denied"],
    ["a list", JSON_TYPE, '["name"]', "field_denied"],
    ["no field", JSON_TYPE, "{}", "field_required"],
    ["a form with a field beside", FORM_TYPE, "name=Ada&role=owner", "field_denied"],
  ])("%s: 403, the handler does not run", async (_name, type, body, code) => {
    const { app, seen, audit } = desk("json", "form", "guard");
    const ask = await open(app);
    const answer = await ask(sending(type, body));
    expect([answer.status, JSON.parse(answer.body).code]).toEqual([403, code]);
    expect(seen).toEqual({ handler: 0, errors: [] });
    expect(audit.lines()).toEqual([`denied ${code} contacts:write`]);
  });

  test.each([
    ["broken JSON", '{"name":', 400],
    ["a body beyond the limit", `{"name":"${"x".repeat(2_000)}"}`, 413],
    ["text where strict JSON is wanted", '"name"', 400],
  ])("%s: %s is the parser's answer, in front of the guard", async (_name, body, status) => {
    const { app, seen, audit } = desk("json", "guard");
    const ask = await open(app);
    expect((await ask(sending(JSON_TYPE, body))).status).toBe(status);
    expect(seen.handler).toBe(0);
    expect(audit.entries).toEqual([]);
  });
});

describe.each(WAYS)("a body that nobody parsed before the guard, %s", (_way, open) => {
  test.each([
    ["the parser behind the guard", ["guard", "json"] as const, JSON_TYPE],
    ["no parser for this kind of body", ["json", "guard"] as const, "text/plain"],
  ])("%s: refused, the handler does not run", async (_name, order, type) => {
    const { app, seen, audit } = desk(...order);
    const ask = await open(app);
    const answer = await ask(sending(type, '{"name":"Ada"}'));
    // Express 5 leaves `req.body` undefined, of which no keys can be read; Express 4's parser leaves {}: no field said.
    expect([403, 500]).toContain(answer.status);
    expect(seen.handler).toBe(0);
    expect(audit.lines()).toEqual(["denied field_required contacts:write"]);
  });

  test("nobody is refused before a body is looked at", async () => {
    const { app, seen, audit } = desk("guard", "json");
    const ask = await open(app);
    expect((await ask(sending(JSON_TYPE, '{"name":', "nobody"))).status).toBe(401);
    expect(seen).toEqual({ handler: 0, errors: [] });
    expect(audit.entries).toHaveLength(1);
  });
});
