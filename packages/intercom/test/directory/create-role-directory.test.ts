import { inspect } from "node:util";
import type { RoleDirectory, UnmappedRole } from "@intercom-rbac/core";
import { intercomPolicy, intercomScopes, UnavailableError } from "@intercom-rbac/core";
import type { Fault, StandIn } from "@intercom-rbac/stand-in";
import { DEMO_ROLES, demoWorkspace, startStandIn } from "@intercom-rbac/stand-in";
import { IntercomClient } from "intercom-client";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { RoleDirectoryOptions, RoleMapping } from "../../src/index.ts";
import { createIntercomClient, createRoleDirectory } from "../../src/index.ts";

let intercom: StandIn;
let now = 0;
beforeAll(async () => {
  intercom = await startStandIn();
});
beforeEach(() => {
  intercom.reset();
  Object.assign(intercom.workspace, demoWorkspace());
  now = 1_767_614_400_000;
});
afterAll(() => intercom.close());

type Role = "owner" | "admin" | "agent";
const ROLES: RoleMapping<Role> = {
  byRoleId: { 102: "admin", 103: "agent" },
  owners: [1001],
};
const TTL = 60_000;
const STALE = 600_000;

function directory(options: Partial<RoleDirectoryOptions<Role>> = {}): RoleDirectory<Role> {
  const { token, url: baseUrl } = intercom;
  return createRoleDirectory({
    client: createIntercomClient({ token, baseUrl, readRetries: 0 }),
    policy: intercomPolicy,
    roles: ROLES,
    workspaceId: "demo1234",
    ttlMs: TTL,
    staleMs: STALE,
    now: () => now,
    ...options,
  });
}

/** A client whose answers come, but are held back until they are let through. */
function heldBack() {
  const held: (() => void)[] = [];
  const { token, url: baseUrl } = intercom;
  const client = new IntercomClient({
    token,
    baseUrl,
    maxRetries: 0,
    async fetch(...request) {
      const response = await fetch(...request);
      await new Promise<void>((resolve) => held.push(resolve));
      return response;
    },
  });
  const letThrough = async () => {
    await vi.waitFor(() => expect(held).toHaveLength(1));
    held.pop()?.();
  };
  return { client, held, letThrough };
}

const loads = () => intercom.requests.filter(({ path }) => path === "/admins").length;
const refused = async (question: Promise<unknown>): Promise<UnavailableError> => {
  const error: unknown = await question.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof UnavailableError)) throw new Error(`not refused: ${inspect(error)}`);
  return error;
};
const admin = (id: string) => {
  const row = intercom.workspace.admins.find((one) => one.id === id);
  if (row === undefined) throw new Error(`no admin ${id}`);
  return row;
};
describe("principals", () => {
  it("have what the policy and the rows ask for", async () => {
    const known = directory();
    expect(await known.principal("1002")).toEqual({
      id: "1002",
      roles: ["admin"],
      adminId: 1002,
      teamIds: [5001, 5002],
      teamKeys: [5001, "5001", 5002, "5002"],
      workspaceId: "demo1234",
      email: "adam@support.example",
    });
    expect(intercom.requests[0]?.headers["intercom-version"]).toBe("2.16");
  });

  it("are found by number and by string, and only exactly", async () => {
    const known = directory();
    expect((await known.principal(1001))?.roles).toEqual(["owner"]);
    for (const id of ["", "1", "01001", "1001 ", 1001.5, Number.NaN, -1001, "__proto__"]) {
      expect(await known.principal(id)).toBeNull();
    }
  });

  it("come of an id alone", async () => {
    const known = directory();
    for (const id of [undefined, null, {}, ["1001"], { toString: () => "1001" }]) {
      const question: unknown = Reflect.apply(known.principal, known, [id]);
      await expect(question).rejects.toMatchObject({ code: "ERR_RBAC_OPTION_INVALID" });
    }
    expect(loads()).toBe(0);
  });

  it("cannot be changed", async () => {
    const principal = await directory().principal("1002");
    expect([principal, principal?.roles, principal?.teamIds].every(Object.isFrozen)).toBe(true);
  });

  it("come in promises that cannot be changed, nobody's among them", async () => {
    const known = directory();
    await known.principal("1002");
    for (const id of ["1002", "7"]) {
      const promise = known.principal(id);
      expect(Object.isFrozen(promise)).toBe(true);
      expect(known.principal(id)).toBe(promise);
    }
    expect(await known.principal("7")).toBeNull();
  });

  it("carry the scopes of the token when told: a policy with a scope map needs them", async () => {
    const scoped = intercomPolicy.withScopes(intercomScopes);
    const given = ["Read and list users and companies"];
    const known = directory({ scopes: given });
    given.push("Read conversations");
    const principal = await known.principal("1002");
    expect(principal?.scopes).toEqual(["Read and list users and companies"]);
    expect(Object.isFrozen(principal?.scopes)).toBe(true);
    expect(scoped.can(principal, "contacts:read")).toBe(true);
    expect(scoped.can(principal, "conversations:read")).toBe(false);
    const without = await directory().principal("1002");
    expect(without).not.toHaveProperty("scopes");
    expect(scoped.can(without, "contacts:read")).toBe(false);
  });

  it("have no roles when no mapping names them, and are admins all the same", async () => {
    expect(await directory().principal("1005")).toMatchObject({ id: "1005", roles: [] });
  });

  it("keep their roles while they are away", async () => {
    expect(await directory().principal("1006")).toMatchObject({ roles: ["agent"] });
  });

  it("follow the id of a role and never its name", async () => {
    admin("1003").role = { type: "role", id: "999", name: DEMO_ROLES.admin.name };
    admin("1004").role = { ...DEMO_ROLES.agent, name: "owner" };
    const known = directory();
    expect((await known.principal("1003"))?.roles).toEqual([]);
    expect((await known.principal("1004"))?.roles).toEqual(["agent"]);
  });

  it("have the roles of their teams, as long as those exist", async () => {
    const known = directory({ roles: { byTeamId: { 5002: "admin" }, owners: [] } });
    expect((await known.principal("1004"))?.roles).toEqual(["admin"]);
    intercom.workspace.teams = intercom.workspace.teams.filter(({ id }) => id !== "5002");
    await known.invalidate();
    expect(await known.principal("1004")).toMatchObject({ roles: [], teamIds: [5002] });
  });

  it("ask for the teams only where a mapping names one", async () => {
    await directory().principal("1001");
    expect(intercom.requests.map(({ path }) => path)).toEqual(["/admins"]);
  });

  it("learn their workspace from Intercom, once, when it is not told", async () => {
    const known = directory({ workspaceId: undefined });
    expect((await known.principal("1001"))?.workspaceId).toBe("demo1234");
    await known.invalidate();
    await known.principal("1001");
    const asked = intercom.requests.map(({ path }) => path).sort();
    expect(asked).toEqual(["/admins", "/admins", "/me"]);
  });

  it("have roles through the SDK's own client, whose version has none", async () => {
    const client = new IntercomClient({ token: intercom.token, baseUrl: intercom.url });
    expect((await directory({ client }).principal("1003"))?.roles).toEqual(["agent"]);
  });

  it("go through the policy", async () => {
    const known = directory();
    const [owner, agent, newcomer] = await Promise.all(
      ["1001", "1003", "1005"].map((id) => known.principal(id)),
    );
    expect(intercomPolicy.can(owner, "contacts:delete")).toBe(true);
    expect(intercomPolicy.can(agent, "contacts:delete")).toBe(false);
    expect(intercomPolicy.can(agent, "contacts:read")).toBe(true);
    expect(intercomPolicy.can(newcomer, "contacts:read")).toBe(false);
  });
});

describe("asking Intercom", () => {
  it("happens once for 5,000 admins, however many questions wait", async () => {
    intercom.workspace.admins = Array.from({ length: 5000 }, (_, index) => ({
      ...admin("1003"),
      id: String(1001 + index),
    }));
    const known = directory();
    const found = await Promise.all(
      Array.from({ length: 5000 }, (_, index) => known.principal(1001 + index)),
    );
    expect(new Set(found.map((one) => one?.id)).size).toBe(5000);
    expect(found[4999]?.roles).toEqual(["agent"]);
    expect(loads()).toBe(1);
  });

  it("never happens for a question while the answer is fresh, not for an unknown id either", async () => {
    const known = directory();
    await known.principal("1001");
    now += TTL - 1;
    for (let index = 0; index < 100; index++) {
      await known.principal("1001");
      expect(await known.principal(`9${index}`)).toBeNull();
    }
    expect(loads()).toBe(1);
  });

  it("happens in the background from the age of ttlMs on, once, and the question does not wait", async () => {
    const known = directory();
    await known.principal("1003");
    admin("1003").role = DEMO_ROLES.admin;
    now += TTL;
    const questions = Array.from({ length: 50 }, () => known.principal("1003"));
    expect((await Promise.all(questions)).every((one) => one?.roles[0] === "agent")).toBe(true);
    await vi.waitFor(async () => expect((await known.principal("1003"))?.roles).toEqual(["admin"]));
    expect(loads()).toBe(2);
  });

  it("in the background does not keep questions waiting while Intercom hangs", async () => {
    const known = directory();
    await known.principal("1003");
    now += TTL;
    intercom.fail({ path: "/admins", kind: "hang" });
    for (let index = 0; index < 50; index++) {
      expect((await known.principal("1003"))?.roles).toEqual(["agent"]);
    }
    await vi.waitFor(() => expect(loads()).toBe(2));
  });

  it("forgets an admin who left, and knows one who came, at the next refresh", async () => {
    const known = directory();
    await known.principal("1003");
    const newcomer = { ...admin("1003"), id: "1010" };
    intercom.workspace.admins = [
      ...intercom.workspace.admins.filter(({ id }) => id !== "1003"),
      newcomer,
    ];
    now += TTL;
    expect(await known.principal("1003")).not.toBeNull();
    await vi.waitFor(async () => expect(await known.principal("1003")).toBeNull());
    expect((await known.principal("1010"))?.roles).toEqual(["agent"]);
  });

  it("is waited for when the answer is staleMs old", async () => {
    const known = directory();
    await known.principal("1003");
    admin("1003").role = null;
    now += STALE;
    expect((await known.principal("1003"))?.roles).toEqual([]);
  });

  it("is waited for when the clock was set back behind the answer", async () => {
    const known = directory();
    await known.principal("1003");
    admin("1003").role = null;
    now -= 1;
    expect((await known.principal("1003"))?.roles).toEqual([]);
  });

  it("is waited for once the answer was found too old, though the clock is set back again", async () => {
    const known = directory();
    await known.principal("1003");
    admin("1003").role = null;
    const start = now;
    now = start + STALE;
    intercom.fail({ path: "/admins", kind: { status: 500 } });
    await refused(known.principal("1003"));
    now = start + 1;
    expect((await known.principal("1003"))?.roles).toEqual([]);
  });

  it("does not happen by a clock that gives no time: every question is refused", async () => {
    let time = Number.NaN;
    const known = directory({ now: () => time });
    const message = "createRoleDirectory: options.now must give milliseconds, and gave NaN.";
    for (const question of [() => known.principal("1001"), () => known.unmapped()]) {
      const error = await refused(question());
      expect(error.cause).toMatchObject({ code: "ERR_RBAC_OPTION_INVALID", message });
    }
    expect(loads()).toBe(0);
    time = 0;
    await known.principal("1001");
    time = Number.NaN;
    for (const question of [() => known.principal("1001"), () => known.unmapped()]) {
      await expect(question()).rejects.toThrow(message);
    }
    expect(loads()).toBe(1);
  });

  it("refuses a workspace of more admins than may be held", async () => {
    const error = await refused(directory({ maxAdmins: 5 }).principal("1001"));
    expect(error.message).toBe(
      "Who holds which roles is not known: the workspace has 6 admins, and options.maxAdmins of createRoleDirectory is 5. Raise it.",
    );
    expect(await directory({ maxAdmins: 6 }).principal("1001")).not.toBeNull();
  });

  it("refuses an answer that names an admin twice, or has an id that is none", async () => {
    intercom.workspace.admins.push({ ...admin("1003"), role: DEMO_ROLES.admin });
    expect((await refused(directory().principal("1001"))).message).toContain(
      "(admins.list, the same id twice)",
    );
    intercom.workspace.admins = [admin("1001"), { ...admin("1003"), id: "first" }];
    expect((await refused(directory().principal("1001"))).message).toContain(
      "(admins.list, admins.1.id)",
    );
  });

  it("ends by the deadline of a load, of a client too that would wait longer", async () => {
    intercom.fail({ path: "/admins", kind: "hang" });
    const error = await refused(directory({ loadMs: 50 }).principal("1001"));
    expect(error.message).toContain("Intercom did not answer in time (options.loadMs).");
  });
});

describe("STORE-10", () => {
  const kinds: readonly (readonly [string, Fault["kind"], string])[] = [
    ["429", { status: 429 }, "rate-limited"],
    ["500", { status: 500 }, "server-failed"],
    ["hang", "hang", "timeout"],
    ["401", { status: 401 }, "token-rejected"],
    ["401 token_revoked", { status: 401, code: "token_revoked" }, "token-revoked"],
    ["401 token_unauthorized", { status: 401, code: "token_unauthorized" }, "scope-missing"],
    ["broken JSON", "broken-json", "answer-invalid"],
    ["reset", "reset", "unreachable"],
  ];

  it.each(kinds)(
    "STORE-10 %s: decisions go on from the cache until staleMs, then refuse",
    async (_, kind, reason) => {
      const failures: unknown[] = [];
      // Long enough for a busy machine; a hang alone has to wait for its end.
      const loadMs = kind === "hang" ? 50 : 15_000;
      const known = directory({ loadMs, onFailure: (error) => failures.push(error) });
      await vi.waitFor(() => known.principal("1002"));
      intercom.fail({ path: "/admins", times: 999, kind });
      for (const age of [TTL, STALE / 2, STALE - 1]) {
        now = 1_767_614_400_000 + age;
        expect((await known.principal("1002"))?.roles).toEqual(["admin"]);
        const seen = failures.length;
        await vi.waitFor(() => expect(failures.length).toBe(seen + 1));
      }
      now = 1_767_614_400_000 + STALE;
      const error = await refused(known.principal("1002"));
      expect(error.code).toBe("ERR_RBAC_UNAVAILABLE");
      expect(error.cause).toMatchObject({ code: "ERR_RBAC_INTERCOM_FAILED", reason });
      expect(error.message).toMatch(/^Who holds which roles is not known: /);
      await refused(known.unmapped());
      expect(failures[0]).toMatchObject({ reason });
    },
  );

  it("STORE-10 a directory that never knew anything refuses", async () => {
    intercom.fail({ path: "/admins", kind: { status: 500 } });
    await refused(directory().principal("1001"));
  });

  it("STORE-10 answers again as soon as Intercom does", async () => {
    const known = directory();
    intercom.fail({ path: "/admins", kind: { status: 500 } });
    await refused(known.principal("1001"));
    now += 1000;
    expect((await known.principal("1001"))?.roles).toEqual(["owner"]);
  });

  it("STORE-10 rests after a failure, longer each time, while questions fail at once", async () => {
    const known = directory();
    intercom.fail({ path: "/admins", times: 999, kind: { status: 500 } });
    for (const [attempt, rest] of [1000, 2000, 4000, 8000].entries()) {
      await refused(known.principal("1001"));
      expect(loads()).toBe(attempt + 1);
      now += rest - 1;
      const errors = await Promise.all(
        Array.from({ length: 20 }, () => refused(known.principal("1001"))),
      );
      expect(errors[0]?.cause).toMatchObject({ reason: "server-failed" });
      expect(loads()).toBe(attempt + 1);
      now += 1;
    }
    // However long it lasts, within a minute of Intercom's return the directory is back.
    for (let attempt = 0; attempt < 10; attempt++) {
      now += 60_000;
      await refused(known.principal("1001"));
    }
    intercom.reset();
    now += 60_000;
    expect(await known.principal("1001")).not.toBeNull();
    // What was then is forgotten: the next failure is the first again.
    intercom.fail({ path: "/admins", kind: { status: 500 } });
    await known.invalidate();
    await refused(known.principal("1001"));
    now += 1000;
    expect(await known.principal("1001")).not.toBeNull();
  });

  it("STORE-10 rests as long as Intercom asks", async () => {
    const known = directory();
    intercom.fail({ path: "/admins", kind: { status: 429, headers: { "Retry-After": "9" } } });
    await refused(known.principal("1001"));
    now += 8999;
    await refused(known.principal("1001"));
    expect(loads()).toBe(1);
    now += 1;
    expect(await known.principal("1001")).not.toBeNull();
  });

  it("STORE-10 does not rest for ever when the clock was set back", async () => {
    const known = directory();
    intercom.fail({ path: "/admins", kind: { status: 500 } });
    await refused(known.principal("1001"));
    now -= 3_600_000;
    expect(await known.principal("1001")).not.toBeNull();
  });
});

describe("an invalidation", () => {
  it("makes the next question wait for a fresh answer, of one admin or of everybody", async () => {
    const known = directory();
    for (const [invalidated, others] of [
      ["1003", "agent"],
      [1003, "agent"],
      [undefined, "admin"],
    ] as const) {
      admin("1003").role = DEMO_ROLES.agent;
      admin("1004").role = DEMO_ROLES.agent;
      await known.invalidate();
      await known.principal("1003");
      admin("1003").role = DEMO_ROLES.admin;
      admin("1004").role = DEMO_ROLES.admin;
      await known.invalidate(invalidated);
      expect((await known.principal("1004"))?.roles).toEqual([others]);
      expect((await known.principal("1003"))?.roles).toEqual(["admin"]);
      expect((await known.principal("1004"))?.roles).toEqual(["admin"]);
    }
  });

  it("is not satisfied by a load that had begun before it", async () => {
    const { client, held, letThrough } = heldBack();
    const known = directory({ client });
    const first = known.principal("1003");
    await letThrough();
    await first;
    now += TTL;
    await known.principal("1003");
    await vi.waitFor(() => expect(held).toHaveLength(1));
    admin("1003").role = null;
    await known.invalidate("1003");
    const question = known.principal("1003");
    // The load that runs is of no use to it, and everybody else goes on.
    expect((await known.principal("1004"))?.roles).toEqual(["agent"]);
    await letThrough();
    await letThrough();
    expect((await question)?.roles).toEqual([]);
    expect(loads()).toBe(3);
  });

  it("starts one load however many questions wait behind one that runs", async () => {
    const { client, held, letThrough } = heldBack();
    const known = directory({ client });
    const first = known.principal("1003");
    await vi.waitFor(() => expect(held).toHaveLength(1));
    admin("1003").role = null;
    await known.invalidate();
    const questions = Array.from({ length: 50 }, () => known.principal("1003"));
    await letThrough();
    await letThrough();
    expect((await Promise.all(questions)).every((one) => one?.roles.length === 0)).toBe(true);
    // Its question came before the invalidation, and still gets no answer from before it.
    expect((await first)?.roles).toEqual([]);
    expect(loads()).toBe(2);
  });

  it("that always comes in between is refused in the end", async () => {
    const { client, letThrough } = heldBack();
    const known = directory({ client });
    const question = refused(known.principal("1003"));
    for (let round = 0; round < 3; round++) {
      await vi.waitFor(() => expect(loads()).toBe(round + 1));
      await known.invalidate("1003");
      now += 1000;
      await letThrough();
    }
    expect((await question).message).toBe(
      "Who holds which roles is not known: It changes faster than Intercom tells.",
    );
    expect(loads()).toBe(3);
  });

  it("refuses the admin whose reload fails, while others go on from the cache", async () => {
    const known = directory();
    await known.principal("1003");
    await known.invalidate("1003");
    intercom.fail({ path: "/admins", times: 2, kind: { status: 500 } });
    await refused(known.principal("1003"));
    expect((await known.principal("1004"))?.roles).toEqual(["agent"]);
    await refused(known.principal("1003"));
    expect((await known.principal("1004"))?.roles).toEqual(["agent"]);
    now += 1000;
    await refused(known.principal("1003"));
    now += 2000;
    expect((await known.principal("1003"))?.roles).toEqual(["agent"]);
  });

  it("of a removed admin leaves nobody", async () => {
    const known = directory();
    await known.principal("1003");
    intercom.workspace.admins = intercom.workspace.admins.filter(({ id }) => id !== "1003");
    await known.invalidate(1003);
    expect(await known.principal("1003")).toBeNull();
  });

  it("of an admin who just came finds them", async () => {
    const known = directory();
    await known.principal("1003");
    intercom.workspace.admins.push({ ...admin("1003"), id: "1010" });
    await known.invalidate("1010");
    expect((await known.principal("1010"))?.roles).toEqual(["agent"]);
  });

  it("of more admins than are told apart is of everybody", async () => {
    const known = directory();
    await known.principal("1003");
    admin("1003").role = null;
    for (let id = 1; id <= 10_001; id++) await known.invalidate(90_000 + id);
    expect((await known.principal("1003"))?.roles).toEqual([]);
  });

  it.each(["1001 ", "x", "", "01003", "1e3", Number.NaN, 1003.5, -1003, 1e21])(
    "of what is no id (%j) is of everybody",
    async (wrong) => {
      const known = directory();
      await known.principal("1003");
      admin("1003").role = null;
      await known.invalidate(wrong);
      expect((await known.principal("1003"))?.roles).toEqual([]);
    },
  );

  it("is worth one load a second; no question gets an answer from before it", async () => {
    const known = directory();
    await known.principal("1003");
    const started = performance.now();
    const questions: Promise<unknown>[] = [];
    for (let round = 0; round < 200; round++) {
      const role = { ...DEMO_ROLES.agent, id: round % 2 === 0 ? "102" : "103" };
      admin("1003").role = role;
      await known.invalidate("1003");
      const expected = round === 199 ? ["agent"] : undefined;
      questions.push(
        known.principal("1003").then((found) => {
          if (expected) expect(found?.roles).toEqual(expected);
        }),
      );
    }
    await Promise.all(questions);
    // The first at once, which the other invalidations overtook, and one for all of these.
    expect(loads()).toBe(3);
    expect(performance.now() - started).toBeGreaterThan(900);
    // A second after the last one it is at once again.
    now += 2000;
    const again = performance.now();
    await known.invalidate();
    await known.principal("1003");
    expect(performance.now() - again).toBeLessThan(900);
    expect(loads()).toBe(4);
  });

  it("takes an id alone", async () => {
    const wrong: unknown = Reflect.apply(directory().invalidate, undefined, [{}]);
    await expect(wrong).rejects.toMatchObject({ code: "ERR_RBAC_OPTION_INVALID" });
  });
});

describe("who is unmapped", () => {
  it("is told to the operator, by Intercom's role, when it changes", async () => {
    const told: (readonly UnmappedRole[])[] = [];
    const known = directory({
      roles: { byRoleId: { 102: "admin" }, byAdminId: { 1004: "agent" }, owners: [1001] },
      onUnmapped: (unmapped) => told.push(unmapped),
    });
    const expected = [
      { roleId: "103", name: "Support agent", adminIds: ["1003", "1006"] },
      { roleId: null, name: null, adminIds: ["1005"] },
    ];
    expect(await known.unmapped()).toEqual(expected);
    await known.invalidate();
    expect(await known.unmapped()).toEqual(expected);
    expect(told).toEqual([expected]);
    admin("1005").role = DEMO_ROLES.admin;
    await known.invalidate("1005");
    expect(await known.unmapped()).toEqual(expected.slice(0, 1));
    expect(told).toEqual([expected, expected.slice(0, 1)]);
  });

  it("is not told when everybody has a role", async () => {
    const told = vi.fn();
    intercom.workspace.admins = intercom.workspace.admins.filter(({ id }) => id !== "1005");
    expect(await directory({ onUnmapped: told }).unmapped()).toEqual([]);
    expect(told).not.toHaveBeenCalled();
  });
});

it("takes what its callbacks throw for a warning, and answers", async () => {
  const warnings: string[] = [];
  const listen = (warning: Error) => warnings.push(warning.message);
  process.on("warning", listen);
  const known = directory({
    onUnmapped() {
      throw new Error("canary");
    },
    onFailure: () => Promise.reject(new Error("canary")),
  });
  intercom.fail({ path: "/admins", kind: { status: 500 } });
  await refused(known.principal("1001"));
  now += 1000;
  expect((await known.principal("1001"))?.roles).toEqual(["owner"]);
  await vi.waitFor(() =>
    expect(warnings).toEqual([
      "createRoleDirectory: options.onFailure failed.",
      "createRoleDirectory: options.onUnmapped failed.",
    ]),
  );
  process.off("warning", listen);
});

it("LEAK-01 no token and nothing of an answer is in its errors", async () => {
  const token = intercom.issueToken({ token: "canary-token" });
  const client = createIntercomClient({ token, baseUrl: intercom.url, readRetries: 0 });
  for (const status of [401, 403, 429, 500]) {
    const known = directory({ client });
    const kind = { status, message: "canary jane@canary.example" };
    intercom.fail({ path: "/admins", kind });
    const error = await refused(known.principal("1001"));
    const shown = [String(error), error.stack, inspect(error, { depth: 9, showHidden: true })];
    expect(shown.join("\n")).not.toContain("canary");
    expect(inspect(known, { depth: 9, showHidden: true })).not.toContain("canary");
  }
});

describe("options", () => {
  it.each<[object, string]>([
    [{ client: undefined }, "options.client is missing: pass an IntercomClient."],
    [{ roles: undefined }, "options.roles is missing: nobody would have a role."],
    [{ policy: {} }, "options.policy must be what definePolicy returned."],
    [{ ttl: 5 }, '"ttl" (a number) is no option. Did you mean "ttlMs"?'],
    [
      { ttlMs: 0 },
      "options.ttlMs must be a whole number from 1 to 2147483647, not another number.",
    ],
    [
      { ttlMs: 5000, staleMs: 4999 },
      "options.staleMs must be a whole number from 5000 to 2147483647, not another number.",
    ],
    [
      { loadMs: STALE + 1 },
      "options.loadMs must be a whole number from 1 to 600000, not another number.",
    ],
    [
      { maxAdmins: "5" },
      "options.maxAdmins must be a whole number from 1 to 1000000, not a string.",
    ],
    [{ scopes: "a b" }, "options.scopes must be an array of scopes, not a string."],
    [{ scopes: ["a", 5] }, "options.scopes[1] must be a scope, not a number."],
    [{ scopes: [""] }, "options.scopes[0] must be a scope, not an empty string."],
    [{ onUnmapped: "x" }, "options.onUnmapped must be a function, not a string."],
  ])("%j is refused", (options, message) => {
    expect(() => directory(options)).toThrow(
      expect.objectContaining({
        code: "ERR_RBAC_OPTION_INVALID",
        message: `createRoleDirectory: ${message}`,
      }),
    );
  });

  it("may be left out but for client and roles", async () => {
    const { token, url: baseUrl } = intercom;
    const client = createIntercomClient({ token, baseUrl });
    const known = createRoleDirectory({ client, roles: { owners: [1001] } });
    expect((await known.principal(1001))?.roles).toEqual(["owner"]);
    expect(() => createRoleDirectory({ client, roles: { owners: [] }, staleMs: 5 })).toThrow(
      "options.staleMs must be a whole number from 60000",
    );
    expect(() =>
      createRoleDirectory({ client, roles: { owners: [] }, ttlMs: 999_999 }),
    ).not.toThrow();
  });
});
