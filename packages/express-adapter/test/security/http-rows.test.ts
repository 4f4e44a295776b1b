import express from "express";
import { describe, expect, test } from "vitest";
import { createRbac } from "../../src/index.ts";
import { as, authenticate, byUser, conversations, decisionIdOf, policy, serve } from "../desk.ts";
import type { Question } from "./ask.ts";
import { exchange, parseAnswer, WAYS } from "./ask.ts";
import { expectNoFaults, watched } from "./watched.ts";

expectNoFaults();

/** Routes whose loader counts its calls, in each shape that may refuse without it. */
function desk(extra: object = {}) {
  const { seen, ran, report, audit } = watched();
  const { requirePermission } = createRbac({ policy, principal: byUser, audit, ...extra });
  const resource = async (req: express.Request) => {
    seen.loader += 1;
    return conversations.get(String(req.params["id"]));
  };
  const app = express();
  app.disable("x-powered-by");
  app.use(authenticate);
  app.get("/one/:id", requirePermission("conversations:close", { resource }), ran);
  app.get(
    "/masked/:id",
    requirePermission("conversations:reply", { resource, maskAs404: true }),
    ran,
  );
  app.get(
    "/all/:id",
    requirePermission({ all: ["conversations:read", "conversations:close"] }, { resource }),
    ran,
  );
  app.get("/any/:id", requirePermission({ any: ["conversations:close"] }, { resource }), ran);
  app.use(report);
  return { app, seen, audit };
}

describe("HTTP-00 a denial that needs no row", () => {
  const nobody = undefined;
  describe.each(WAYS)("%s", (_way, open) => {
    test.each([
      ["/one/c1", "ada", 403, "permission_missing conversations:close"],
      ["/one/c1", nobody, 401, "unauthenticated conversations:close"],
      ["/masked/c1", "carl", 403, "permission_missing conversations:reply"],
      ["/masked/c1", nobody, 401, "unauthenticated conversations:reply"],
      ["/all/c1", "ada", 403, "permission_missing conversations:close"],
      ["/any/c1", "ghost", 403, "permission_missing conversations:close"],
      ["/any/c1", "none", 403, "permission_missing conversations:close"],
    ] as const)(
      "HTTP-00 %s as %s: %i, the loader is not called",
      async (path, who, status, line) => {
        const { app, seen, audit } = desk();
        const ask = await open(app);
        const headers = who === undefined ? {} : as(who);
        // The answer is the same whether there is such a row or not: nothing was looked up.
        const known = await ask({ path, headers });
        const unknown = await ask({ path: path.replace("c1", "c9"), headers });
        expect([known.status, unknown.status]).toEqual([status, status]);
        expect(seen).toEqual({ handler: 0, loader: 0, errors: [] });
        expect(audit.lines()).toEqual([`denied ${line}`, `denied ${line}`]);
      },
    );
  });

  test("HTTP-00 the loader is called once where the row decides", async () => {
    const { app, seen, audit } = desk();
    const address = await serve(app);
    const answer = parseAnswer(await exchange(address, { path: "/one/c1", headers: as("lena") }));
    expect(answer).toMatchObject({ status: 200, body: `"ran"` });
    expect(seen).toEqual({ handler: 1, loader: 1, errors: [] });
    expect(audit.lines()).toEqual(["allowed granted conversations:close"]);
  });
});

describe("HTTP-00 maskAs404", () => {
  /** All bytes of an answer but the two that differ between any two answers. */
  function blanked(received: string): string {
    const { body, headers } = parseAnswer(received);
    return received
      .replace(decisionIdOf(body), "id")
      .replace(`Date: ${headers["date"] ?? "none"}`, "Date: now");
  }

  const replies: readonly (readonly [string, object])[] = [
    ["json", {}],
    ["problem", { responseFormat: "problem" }],
    ["reasons exposed", { exposeReasons: true }],
  ];
  test.each(replies)(
    "HTTP-00 %s: the bytes of a denied and of a missing row are the same",
    async (_name, extra) => {
      const { app, seen, audit } = desk(extra);
      const address = await serve(app);
      const get = (id: string, more: Partial<Question> = {}) =>
        exchange(address, { path: `/masked/${id}`, headers: as("ada"), ...more });
      const denied = await get("c2");
      const missing = await get("c9");
      expect(blanked(denied)).toBe(blanked(missing));
      expect(denied.length).toBe(missing.length);
      expect(parseAnswer(denied).status).toBe(404);
      const [one, other] = [denied, missing].map((bytes) => decisionIdOf(parseAnswer(bytes).body));
      expect(one).not.toBe(other);
      expect(seen).toEqual({ handler: 0, loader: 2, errors: [] });
      // The log tells them apart; the client cannot.
      expect(audit.lines()).toEqual([
        "denied condition_not_met conversations:reply",
        "denied resource_required conversations:reply",
      ]);

      const heads = await Promise.all(["c2", "c9"].map((id) => get(id, { method: "HEAD" })));
      const [first, second] = heads.map((head) => head.replace(/^Date: .*$/m, "Date: now"));
      expect(first).toBe(second);
      expect(parseAnswer(heads[0] ?? "").body).toBe("");
    },
  );

  test("HTTP-00 an allowed row is served", async () => {
    const { app, seen } = desk();
    const received = await exchange(await serve(app), { path: "/masked/c1", headers: as("ada") });
    expect(parseAnswer(received).status).toBe(200);
    expect(seen).toEqual({ handler: 1, loader: 1, errors: [] });
  });
});
