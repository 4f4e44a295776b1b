import compression from "compression";
import type { RequestHandler } from "express";
import express from "express";
import { describe, expect, test } from "vitest";
import { createRbac } from "../../src/index.ts";
import { as, authenticate, byUser, conversations, memory, policy, serve } from "../desk.ts";
import { exchange } from "../security/ask.ts";

const SECRET = "the customer's secret ".repeat(200);

/** Everything is compressed, however short. */
function desk() {
  const seen = { handler: 0 };
  const audit = memory();
  const made = createRbac({ policy, principal: byUser, audit });
  const app = express();
  app.use(compression({ threshold: 0 }), authenticate);
  const ran: RequestHandler = (_req, res) => {
    seen.handler += 1;
    res.json(SECRET);
  };
  app.get("/contacts", made.requirePermission("contacts:delete"), ran);
  app.get(
    "/conversations/:id",
    made.requirePermission("conversations:reply", {
      resource: (req) => conversations.get(req.params.id),
      maskAs404: true,
    }),
    ran,
  );
  app.get("/stream", made.requirePermission("contacts:read"), (_req, res) => {
    seen.handler += 1;
    res.type("text").write("first ");
    res.flush();
    res.end("last");
  });
  return { app, seen, audit };
}

/** An answer, unpacked. */
async function ask(address: string, path: string, who: string, method = "GET") {
  const response = await fetch(`${address}${path}`, {
    method,
    headers: { ...as(who), "accept-encoding": "gzip" },
  });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

describe("compression in front of the guards", () => {
  test.each([
    ["/contacts", "nobody", 401, "unauthenticated"],
    ["/contacts", "ada", 403, "permission_missing"],
    ["/conversations/c2", "ada", 404, "not_found"],
    ["/conversations/c9", "ada", 404, "not_found"],
  ])("%s as %s: %i, compressed and whole", async (path, who, status, code) => {
    const { app, seen, audit } = desk();
    const answer = await ask(await serve(app), path, who);
    expect(answer.status).toBe(status);
    expect(answer.headers.get("content-encoding")).toBe("gzip");
    expect(answer.headers.get("vary")).toContain("Accept-Encoding");
    expect(answer.headers.get("cache-control")).toBe("no-store");
    expect(answer.headers.get("www-authenticate")).toBe(status === 401 ? "Bearer" : null);
    expect(JSON.parse(answer.text)).toMatchObject({ code, decisionId: expect.any(String) });
    expect(seen.handler).toBe(0);
    expect(audit.entries).toHaveLength(1);
  });

  test("the packed bytes of a denied and of a missing row are equally many", async () => {
    const { app } = desk();
    const address = await serve(app);
    const lengths = await Promise.all(
      ["c2", "c9"].map(async (id) => {
        const { text, headers } = await ask(address, `/conversations/${id}`, "ada");
        return [text.length, headers.get("content-length"), headers.get("content-type")];
      }),
    );
    expect(lengths[0]).toEqual(lengths[1]);
  });

  test("HEAD: the refused GET's status, and no body", async () => {
    const { app, seen } = desk();
    const head = await ask(await serve(app), "/contacts", "ada", "HEAD");
    expect([head.status, head.text, seen.handler]).toEqual([403, "", 0]);
  });

  test("an allowed answer is compressed, a streamed one too", async () => {
    const { app, seen } = desk();
    const address = await serve(app);
    const whole = await ask(address, "/contacts", "olga");
    expect([whole.status, whole.headers.get("content-encoding")]).toEqual([200, "gzip"]);
    expect(JSON.parse(whole.text)).toBe(SECRET);
    const streamed = await ask(address, "/stream", "ada");
    expect([streamed.headers.get("content-encoding"), streamed.text]).toEqual([
      "gzip",
      "first last",
    ]);
    expect((await ask(address, "/stream", "none")).status).toBe(403);
    expect(seen.handler).toBe(2);
  });
});

/** A handler behind a `deferred` guard that never decides, in each way to begin a response. */
const UNDECIDED: readonly (readonly [string, RequestHandler])[] = [
  ["json", (_req, res) => res.json(SECRET)],
  [
    "a stream",
    (_req, res) => {
      res.write(SECRET);
      res.flush();
      res.end(SECRET);
    },
  ],
  [
    "an early head",
    (_req, res) => {
      res.setHeader("X-Total", "7");
      res.flushHeaders();
      res.end(SECRET);
    },
  ],
  [
    "a head written by hand",
    (_req, res) => {
      res.writeHead(200, { "Content-Type": "text/plain", "X-Total": "7" });
      res.end(SECRET);
    },
  ],
  ["a redirect", (_req, res) => res.redirect("/elsewhere")],
];

describe.each(["in front of", "behind"] as const)("compression %s a deferred guard", (place) => {
  function deferred(answer: RequestHandler) {
    const audit = memory();
    const { requirePermission } = createRbac({ policy, principal: byUser, audit });
    const packing = compression({ threshold: 0 });
    const guard = requirePermission("conversations:reply", { deferred: true });
    const chain = place === "behind" ? [guard, packing] : [packing, guard];
    const app = express();
    app.use(authenticate);
    app.get("/", ...chain, answer);
    return { app, audit, guard };
  }

  test.each(UNDECIDED)(
    "%s without a decision: 500, nothing of the handler's",
    async (_how, answer) => {
      const { app, audit } = deferred(answer);
      const bytes = await exchange(await serve(app), {
        path: "/",
        headers: { ...as("ada"), "accept-encoding": "gzip" },
      });
      expect(bytes.match(/HTTP\/1\.1 /g)).toHaveLength(1);
      expect(bytes).not.toMatch(/x-total|location|secret/i);
      const { status, headers, text } = await ask(await serve(deferred(answer).app), "/", "ada");
      expect([status, headers.get("cache-control")]).toEqual([500, "no-store"]);
      expect(JSON.parse(text)).toEqual({
        error: "Internal Server Error",
        message: "Authorization undecided",
        code: "undecided",
        decisionId: expect.any(String),
      });
      expect(audit.lines()).toEqual(["denied resource_required conversations:reply"]);
    },
  );

  test("a handler that decides is compressed and whole", async () => {
    const { app, audit, guard } = deferred((req, res) => {
      guard.of(req).authorize("conversations:reply", conversations.get("c1"));
      res.type("text").write(SECRET);
      res.flush();
      res.end(SECRET);
    });
    const answer = await ask(await serve(app), "/", "ada");
    expect([answer.status, answer.headers.get("content-encoding")]).toEqual([200, "gzip"]);
    expect(answer.text).toBe(SECRET + SECRET);
    expect(audit.lines()).toEqual(["allowed granted conversations:reply"]);
  });
});
