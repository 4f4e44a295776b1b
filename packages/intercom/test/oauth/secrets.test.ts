import { inspect } from "node:util";
import { createMemoryWorkspaceStore } from "@intercom-rbac/core";
import type { Fault } from "@intercom-rbac/stand-in";
import { startStandIn } from "@intercom-rbac/stand-in";
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { answering } from "./answering.ts";
import { approved, DEMO, deskAt, OTHER, UNVERIFIED } from "./desk.ts";

const standIn = await startStandIn({ clientSecret: "canary-client-secret" });
afterAll(() => standIn.close());

const STATE_SECRET = "canary-state-secret-canary-state-secret";
const said: string[] = [];
beforeEach(() => {
  standIn.reset();
  said.length = 0;
  for (const stream of [process.stdout, process.stderr]) {
    vi.spyOn(stream, "write").mockImplementation((text) => said.push(String(text)) > 0);
  }
  for (const name of ["log", "info", "warn", "error", "debug", "trace"] as const) {
    vi.spyOn(console, name).mockImplementation((...values) => {
      said.push(inspect(values));
    });
  }
});
afterEach(() => {
  vi.restoreAllMocks();
});

/** Whatever a log or an answer could make of it: the causes, what is not enumerable, getters. */
function allOf(value: unknown): string {
  const inspected = inspect(value, { depth: 20, showHidden: true, getters: true });
  return `${inspected}\n${JSON.stringify(value)}\n${String(value)}`;
}

/** Each of these is what somebody could take from a log, an error or an address. */
function expectNone(text: string, secrets: readonly string[]): void {
  for (const secret of ["canary-client-secret", "canary-state-secret", ...secrets]) {
    expect(text).not.toContain(secret);
  }
}

function addresses(): string {
  return standIn.requests
    .filter(({ path }) => path !== "/oauth")
    .map(({ path, query }) => `${path}?${query}`)
    .join("\n");
}

describe("code, token and secret", () => {
  it.each<[string, Fault]>([
    ["no token", { path: "/auth/eagle/token", kind: { status: 200 } }],
    ["an error", { path: "/auth/eagle/token", kind: { status: 500, message: "canary-answer" } }],
    ["broken JSON", { path: "/auth/eagle/token", kind: "broken-json" }],
    ["a hang", { path: "/auth/eagle/token", kind: "hang" }],
    ["a closed connection", { path: "/auth/eagle/token", kind: "reset" }],
    ["an error of /me", { path: "/me", kind: { status: 401, message: "canary-answer" } }],
    ["broken JSON of /me", { path: "/me", kind: "broken-json" }],
    ["a closed connection of /me", { path: "/me", kind: "reset", times: 9 }],
  ])("OAUTH-07 are in no error, log or address after %s", async (_what, fault) => {
    const { flow } = deskAt(standIn, { stateSecret: STATE_SECRET, timeoutMs: 200 });
    const callback = await approved(standIn, flow, DEMO);
    standIn.fail({ method: fault.path === "/me" ? "GET" : "POST", ...fault });
    const error: unknown = await flow.complete(callback).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ status: 502 });
    const tokens = standIn.requests.map(
      ({ headers }) => headers["authorization"]?.slice(7) ?? "x7",
    );
    const text = `${allOf(error)}\n${said.join("")}\n${addresses()}`;
    expectNone(text, [callback.code, "canary-answer", ...tokens]);
  });

  it("OAUTH-07 are in no error after an answer that repeats them", async () => {
    const server = await answering((request, response) => {
      let body = "";
      request.on("data", (chunk) => {
        body += chunk;
      });
      request.on("end", () => {
        response.statusCode = 400;
        response.end(JSON.stringify({ errors: [{ code: "bad_request", message: body }] }));
      });
    });
    const { flow } = deskAt(standIn, { stateSecret: STATE_SECRET, baseUrl: server.url });
    const callback = await approved(standIn, flow, DEMO);
    const error: unknown = await flow.complete(callback).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ reason: "exchange-failed" });
    expectNone(allOf(error) + said.join(""), [callback.code]);
    await server.close();
  });

  it("OAUTH-07 are in no refusal, whatever was sent", async () => {
    const { flow, clock } = deskAt(standIn, { stateSecret: STATE_SECRET });
    const good = await approved(standIn, flow, DEMO);
    const other = await approved(standIn, flow, OTHER, { workspaceId: "demo1234" });
    const unverified = await approved(standIn, flow, UNVERIFIED);
    const used = await approved(standIn, flow, DEMO);
    await flow.complete(used);
    const late = await approved(standIn, flow, DEMO);
    const callbacks = [
      { ...good, state: undefined },
      { ...good, state: `${good.state}x` },
      { ...good, state: [good.state, good.code] },
      { ...good, cookie: undefined },
      { ...good, purposes: [] },
      other,
      unverified,
      used,
      { ...good, error: good.code },
    ];
    const errors: unknown[] = [];
    for (const callback of callbacks) {
      errors.push(await flow.complete(callback).catch((thrown: unknown) => thrown));
    }
    clock.now += 600_000;
    errors.push(await flow.complete(late).catch((thrown: unknown) => thrown));
    expect(errors.map((error) => Object(error).reason)).toEqual([
      "state-missing",
      "state-invalid",
      "state-invalid",
      "other-browser",
      "other-purpose",
      "other-workspace",
      "email-unverified",
      "state-used",
      "declined",
      "state-expired",
    ]);
    const secrets = [good, other, unverified, used, late].flatMap(({ code, state, cookie }) => [
      code,
      state,
      cookie?.split("=")[1] ?? "",
    ]);
    const tokens = standIn.requests.flatMap(
      ({ headers }) => headers["authorization"]?.slice(7) ?? [],
    );
    expect(tokens.length).toBeGreaterThan(2);
    const text = `${errors.map(allOf).join("\n")}\n${said.join("")}\n${addresses()}`;
    expectNone(text, [
      ...secrets,
      ...tokens,
      "2002@",
      standIn.workspaces[1]?.admins[1]?.email ?? "",
    ]);
  });

  it("OAUTH-07 are in no error of a store, nor of giving access back", async () => {
    const leaking = {
      ...createMemoryWorkspaceStore(),
      save: (workspace: object) => Promise.reject(new Error(JSON.stringify(workspace))),
    };
    const { flow } = deskAt(standIn, { stateSecret: STATE_SECRET, workspaces: leaking });
    const errors = [
      await flow.complete(await approved(standIn, flow, DEMO)).catch((thrown: unknown) => thrown),
    ];
    standIn.fail({ path: "/auth/uninstall", kind: { status: 500, message: "canary-answer" } });
    errors.push(await flow.revoke(standIn.token).catch((thrown: unknown) => thrown));
    errors.push(await flow.revoke("canary\r\ntoken").catch((thrown: unknown) => thrown));
    expect(errors.map((error) => Object(error).code)).toEqual([
      "ERR_RBAC_UNAVAILABLE",
      "ERR_RBAC_INTERCOM_FAILED",
      "ERR_RBAC_OPTION_INVALID",
    ]);
    expectNone(errors.map(allOf).join("\n") + said.join(""), ["tok_", standIn.token, "canary"]);
  });

  it("OAUTH-07 are not to be seen on the flow, nor in where it sends the browser", async () => {
    const { flow } = deskAt(standIn, { stateSecret: STATE_SECRET });
    const start = await flow.start();
    expectNone(allOf(flow) + allOf(start), []);
  });

  it("LEAK-01 what an install, a sign-in and an uninstall have in hand is in no log or address", async () => {
    const owner = standIn.workspace.admins[0];
    if (owner !== undefined) owner.email = "canary@desk.example";
    const { flow, workspaces } = deskAt(standIn, { stateSecret: STATE_SECRET, noticeMs: 0 });
    const install = await approved(standIn, flow, DEMO);
    await flow.complete(install);
    const token = (await workspaces.find("demo1234"))?.token ?? "";
    const signIn = await approved(standIn, flow, DEMO, { purpose: "sign-in" });
    await flow.complete({ ...signIn, purposes: ["sign-in"] });
    await standIn.uninstall("demo1234");
    expect(await flow.uninstalled("demo1234")).toBe("removed");
    await flow.revoke(token);
    expect(said).toEqual([]);
    expectNone(addresses(), [install.code, signIn.code, token, "canary"]);
  });

  it("a leak would be seen", () => {
    const error = new Error("x", { cause: new Error("canary-client-secret") });
    Object.defineProperty(error, "hidden", { value: "canary-state-secret", enumerable: false });
    expect(() => expectNone(allOf(error), [])).toThrow();
    expect(allOf(error)).toContain("canary-state-secret");
  });
});
