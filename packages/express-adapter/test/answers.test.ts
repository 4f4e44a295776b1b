import express from "express";
import { describe, expect, test } from "vitest";
import { createRbac } from "../src/index.ts";
import { as, authenticate, byUser, conversations, decisionIdOf, policy, serve } from "./desk.ts";

async function desk(extra: object = {}): Promise<string> {
  const { requirePermission, errorHandler } = createRbac({ policy, principal: byUser, ...extra });
  const app = express();
  // Settings that change what `res.json` writes must not change these answers.
  app.set("json spaces", 2);
  app.use(authenticate);
  app.delete("/contacts/:id", requirePermission("contacts:delete"), (_req, res) => {
    res.json("deleted");
  });
  app.post(
    "/conversations/:id/reply",
    requirePermission("conversations:reply", {
      resource: (req) => conversations.get(req.params["id"] ?? ""),
    }),
    (_req, res) => {
      res.json("replied");
    },
  );
  app.post(
    "/hidden/:id/reply",
    requirePermission("conversations:reply", {
      resource: (req) => conversations.get(req.params["id"] ?? ""),
      maskAs404: true,
    }),
    (_req, res) => {
      res.json("replied");
    },
  );
  app.get(
    "/any",
    requirePermission({ any: ["contacts:delete", "settings:manage"] }),
    (_req, res) => {
      res.json("any");
    },
  );
  app.get(
    "/all",
    requirePermission({ all: ["contacts:read", "contacts:delete", "settings:manage"] }),
    (_req, res) => {
      res.json("all");
    },
  );
  app.use(errorHandler());
  return serve(app);
}

async function ask(url: string, init: RequestInit = {}) {
  const response = await fetch(url, init);
  const text = await response.text();
  const { headers, status } = response;
  return {
    status,
    text,
    type: headers.get("content-type"),
    cache: headers.get("cache-control"),
    challenge: headers.get("www-authenticate"),
    length: headers.get("content-length"),
  };
}

describe("answers, byte for byte", () => {
  test("403 for a missing permission", async () => {
    const url = await desk();
    const answer = await ask(`${url}/contacts/1`, { method: "DELETE", headers: as("ada") });
    const id = decisionIdOf(answer.text);
    expect(answer.text).toBe(
      `{"error":"Forbidden","message":"Missing permission: contacts:delete","required":"contacts:delete","currentRole":"agent","code":"permission_missing","decisionId":"${id}"}`,
    );
    expect(answer).toMatchObject({
      status: 403,
      type: "application/json; charset=utf-8",
      cache: "no-store",
      challenge: null,
      length: String(answer.text.length),
    });
  });

  test("401 for nobody, with a challenge", async () => {
    const url = await desk();
    const answer = await ask(`${url}/contacts/1`, { method: "DELETE" });
    const id = decisionIdOf(answer.text);
    expect(answer.text).toBe(
      `{"error":"Unauthorized","message":"Authentication required","required":"contacts:delete","code":"unauthenticated","decisionId":"${id}"}`,
    );
    expect(answer).toMatchObject({
      status: 401,
      type: "application/json; charset=utf-8",
      cache: "no-store",
      challenge: "Bearer",
    });
  });

  test("404 for a row that is not there", async () => {
    const url = await desk();
    const answer = await ask(`${url}/conversations/c9/reply`, {
      method: "POST",
      headers: as("ada"),
    });
    const id = decisionIdOf(answer.text);
    expect(answer.text).toBe(
      `{"error":"Not Found","message":"Not found","code":"not_found","decisionId":"${id}"}`,
    );
    expect(answer).toMatchObject({
      status: 404,
      type: "application/json; charset=utf-8",
      cache: "no-store",
      challenge: null,
    });
  });

  test("503 when the audit log is away", async () => {
    const url = await desk({ audit: { write: () => Promise.reject(new Error("disk full")) } });
    const answer = await ask(`${url}/contacts/1`, { method: "DELETE", headers: as("olga") });
    const id = decisionIdOf(answer.text);
    expect(answer.text).toBe(
      `{"error":"Service Unavailable","message":"Authorization unavailable","code":"unavailable","decisionId":"${id}"}`,
    );
    expect(answer).toMatchObject({
      status: 503,
      type: "application/json; charset=utf-8",
      cache: "no-store",
      challenge: null,
    });
  });

  test("403 on the row says Not allowed, and keeps the rule's reason to itself", async () => {
    const url = await desk();
    const answer = await ask(`${url}/conversations/c2/reply`, {
      method: "POST",
      headers: as("ada"),
    });
    const id = decisionIdOf(answer.text);
    expect(answer.text).toBe(
      `{"error":"Forbidden","message":"Not allowed: conversations:reply","required":"conversations:reply","currentRole":"agent","code":"condition_not_met","decisionId":"${id}"}`,
    );
  });

  test("exposeReasons adds the reason of the rule that decided", async () => {
    const url = await desk({ exposeReasons: true });
    const answer = await ask(`${url}/contacts/1`, { method: "DELETE", headers: as("sam") });
    const id = decisionIdOf(answer.text);
    expect(answer.text).toBe(
      `{"error":"Forbidden","message":"Not allowed: contacts:delete","required":"contacts:delete","currentRole":"owner, suspended","code":"explicitly_denied","reason":"while the review lasts","decisionId":"${id}"}`,
    );
    const without = await ask(`${await desk()}/contacts/1`, {
      method: "DELETE",
      headers: as("sam"),
    });
    expect(without.text).not.toContain("review");
  });

  test("any: all of them are named, the code is the first one's", async () => {
    const url = await desk();
    const answer = await ask(`${url}/any`, { headers: as("ada") });
    const id = decisionIdOf(answer.text);
    expect(answer.text).toBe(
      `{"error":"Forbidden","message":"Missing one of: contacts:delete, settings:manage","required":{"any":["contacts:delete","settings:manage"]},"currentRole":"agent","code":"permission_missing","decisionId":"${id}"}`,
    );
    expect((await ask(`${url}/any`, { headers: as("sam") })).status).toBe(200);
  });

  test("all: the first refused one is named", async () => {
    const url = await desk();
    const answer = await ask(`${url}/all`, { headers: as("ada") });
    const id = decisionIdOf(answer.text);
    expect(answer.text).toBe(
      `{"error":"Forbidden","message":"Missing permission: contacts:delete","required":{"all":["contacts:read","contacts:delete","settings:manage"]},"currentRole":"agent","code":"permission_missing","decisionId":"${id}"}`,
    );
  });

  test("currentRole is null for a principal without roles", async () => {
    const url = await desk();
    const answer = await ask(`${url}/contacts/1`, { method: "DELETE", headers: as("none") });
    expect(answer.text).toContain(`"currentRole":null,"code":"permission_missing"`);
  });

  test("challenge replaces Bearer", async () => {
    const url = await desk({ challenge: 'Basic realm="desk"' });
    expect((await ask(`${url}/any`)).challenge).toBe('Basic realm="desk"');
  });

  test("HTTP-00 maskAs404: a denied row answers as a missing one, decisionId apart", async () => {
    const url = await desk();
    const init = { method: "POST", headers: as("ada") };
    const denied = await ask(`${url}/hidden/c2/reply`, init);
    const missing = await ask(`${url}/hidden/c9/reply`, init);
    const blank = ({ text, ...rest }: typeof denied) => ({
      ...rest,
      text: text.replace(decisionIdOf(text), "…"),
    });
    expect(blank(denied)).toEqual(blank(missing));
    expect(decisionIdOf(denied.text)).not.toBe(decisionIdOf(missing.text));
    expect(denied.status).toBe(404);
    expect((await ask(`${url}/hidden/c1/reply`, init)).text).toBe(`"replied"`);
  });

  test("HEAD is guarded as GET: same head, no body", async () => {
    const url = await desk();
    const head = await ask(`${url}/any`, { method: "HEAD", headers: as("ada") });
    const get = await ask(`${url}/any`, { headers: as("ada") });
    expect(head).toEqual({ ...get, text: "" });
  });
});

describe("responseFormat: problem (RFC 9457)", () => {
  test("403", async () => {
    const url = await desk({ responseFormat: "problem" });
    const answer = await ask(`${url}/contacts/1`, { method: "DELETE", headers: as("ada") });
    const id = decisionIdOf(answer.text);
    expect(answer.text).toBe(
      `{"type":"about:blank","title":"Forbidden","status":403,"detail":"Missing permission: contacts:delete","error":"Forbidden","message":"Missing permission: contacts:delete","required":"contacts:delete","currentRole":"agent","code":"permission_missing","decisionId":"${id}"}`,
    );
    expect(answer).toMatchObject({
      status: 403,
      type: "application/problem+json",
      cache: "no-store",
    });
  });

  test("401", async () => {
    const url = await desk({ responseFormat: "problem" });
    const answer = await ask(`${url}/contacts/1`, { method: "DELETE" });
    const id = decisionIdOf(answer.text);
    expect(answer.text).toBe(
      `{"type":"about:blank","title":"Unauthorized","status":401,"detail":"Authentication required","error":"Unauthorized","message":"Authentication required","required":"contacts:delete","code":"unauthenticated","decisionId":"${id}"}`,
    );
    expect(answer.challenge).toBe("Bearer");
  });

  test("404", async () => {
    const url = await desk({ responseFormat: "problem" });
    const answer = await ask(`${url}/hidden/c9/reply`, { method: "POST", headers: as("ada") });
    const id = decisionIdOf(answer.text);
    expect(answer.text).toBe(
      `{"type":"about:blank","title":"Not Found","status":404,"detail":"Not found","error":"Not Found","message":"Not found","code":"not_found","decisionId":"${id}"}`,
    );
  });

  test("503", async () => {
    const url = await desk({
      responseFormat: "problem",
      audit: { write: () => Promise.reject(new Error("disk full")) },
    });
    const answer = await ask(`${url}/any`, { headers: as("olga") });
    const id = decisionIdOf(answer.text);
    expect(answer.text).toBe(
      `{"type":"about:blank","title":"Service Unavailable","status":503,"detail":"Authorization unavailable","error":"Service Unavailable","message":"Authorization unavailable","code":"unavailable","decisionId":"${id}"}`,
    );
  });
});
