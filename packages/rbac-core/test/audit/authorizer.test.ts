import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { AuditEntry, AuditSink } from "../../src/index.ts";
import {
  createAuthorizer,
  createMemoryAuditSink,
  definePolicy,
  isRbacError,
} from "../../src/index.ts";

const policy = definePolicy({
  permissions: { contacts: ["read", "delete"] },
  roles: {
    agent: {
      can: [{ permission: "contacts:read", when: { plan: "planted-plan" }, reason: "why" }],
    },
    owner: { can: ["*"] },
  },
});
const owner = { id: "7", roles: ["owner"], token: "planted-token" };
const agent = { id: "8", roles: ["agent"] };
const UUID_V4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe("createAuthorizer", () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["Date"], now: new Date("2026-11-21T10:00:00.000Z") });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it("writes one entry for each decide and authorize, and exactly this", async () => {
    const audit = createMemoryAuditSink();
    const authorizer = createAuthorizer({ policy, audit, workspaceId: "w1" });
    const decision = await authorizer.decide(agent, "contacts:read", { plan: "planted-row" });
    expect(decision).toEqual(policy.decide(agent, "contacts:read", { plan: "planted-row" }));
    await authorizer.authorize(owner, "contacts:delete", { plan: "planted-row" });
    expect(audit.entries).toEqual([
      {
        at: "2026-11-21T10:00:00.000Z",
        decisionId: expect.stringMatching(UUID_V4),
        adminId: "8",
        workspaceId: "w1",
        permission: "contacts:read",
        outcome: "denied",
        code: "condition_not_met",
        policyVersion: policy.version,
      },
      {
        at: "2026-11-21T10:00:00.000Z",
        decisionId: expect.stringMatching(UUID_V4),
        adminId: "7",
        workspaceId: "w1",
        permission: "contacts:delete",
        outcome: "allowed",
        code: "granted",
        policyVersion: policy.version,
      },
    ]);
    expect(JSON.stringify(audit.entries)).not.toMatch(/planted|why/);
  });

  it("leaves out what there is not: a workspace, an id", async () => {
    const audit = createMemoryAuditSink();
    const authorizer = createAuthorizer({ policy, audit });
    await authorizer.decide(null, "contacts:read");
    await authorizer.decide(undefined, "contacts:read");
    await authorizer.decide({ id: "", roles: ["owner"] }, "contacts:read");
    const inherited: { id: string; roles: string[] } = Object.assign(Object.create({ id: "9" }), {
      roles: ["owner"],
    });
    await authorizer.decide(inherited, "contacts:read");
    expect(audit.entries).toHaveLength(4);
    for (const entry of audit.entries) {
      expect(entry).toStrictEqual({
        at: "2026-11-21T10:00:00.000Z",
        decisionId: expect.stringMatching(UUID_V4),
        permission: "contacts:read",
        outcome: "denied",
        code: "unauthenticated",
        policyVersion: policy.version,
      });
    }
  });

  it("answers only when the entry is written", async () => {
    let finish = (): void => undefined;
    const entries: AuditEntry[] = [];
    const audit: AuditSink = {
      write(entry) {
        entries.push(entry);
        return new Promise((resolve) => {
          finish = resolve;
        });
      },
    };
    const authorizer = createAuthorizer({ policy, audit });
    let answered = false;
    const asked = authorizer.authorize(owner, "contacts:delete").then((decision) => {
      answered = true;
      return decision;
    });
    await new Promise((resolve) => setImmediate(resolve));
    expect([entries.length, answered]).toEqual([1, false]);
    finish();
    expect((await asked).allowed).toBe(true);
  });

  const failures: readonly [string, () => Promise<void>][] = [
    ["rejects", () => Promise.reject(new Error("disk full: planted-path"))],
    ["rejects with nothing", () => Promise.reject()],
    [
      "throws",
      () => {
        throw new Error("disk full: planted-path");
      },
    ],
    [
      "throws null",
      () => {
        throw null;
      },
    ],
  ];
  it.each(failures)("allows nothing when the log %s", async (_, write) => {
    const authorizer = createAuthorizer({ policy, audit: { write } });
    for (const ask of [
      () => authorizer.decide(owner, "contacts:read"),
      () => authorizer.authorize(owner, "contacts:read"),
      () => authorizer.authorize(agent, "contacts:delete"),
    ]) {
      const error: unknown = await ask().then(
        () => "answered",
        (reason: unknown) => reason,
      );
      expect(isRbacError(error) && error.code).toBe("ERR_RBAC_UNAVAILABLE");
      expect(String(error)).not.toContain("planted");
    }
  });

  it("keeps the log's own error as the cause", async () => {
    const cause = new Error("disk full");
    const authorizer = createAuthorizer({ policy, audit: { write: () => Promise.reject(cause) } });
    await expect(authorizer.decide(owner, "contacts:read")).rejects.toMatchObject({ cause });
  });

  it("writes nothing for can, couldEver and filter", () => {
    const audit = createMemoryAuditSink();
    const authorizer = createAuthorizer({ policy, audit });
    const row = { plan: "planted-plan" };
    expect(authorizer.can(agent, "contacts:read", row)).toBe(true);
    expect(authorizer.can(agent, "contacts:delete")).toBe(false);
    expect(authorizer.couldEver(agent, "contacts:read")).toBe(true);
    expect(authorizer.filter(agent, "contacts:read", [row, {}])).toEqual([row]);
    expect(audit.entries).toEqual([]);
  });

  it("authorize rejects with the refusal, under the id of its entry", async () => {
    const audit = createMemoryAuditSink();
    const authorizer = createAuthorizer({ policy, audit });
    const error: unknown = await authorizer
      .authorize(agent, "contacts:delete")
      .catch((e: unknown) => e);
    expect(error).toMatchObject({
      code: "ERR_RBAC_PERMISSION_DENIED",
      decision: policy.decide(agent, "contacts:delete"),
      decisionId: audit.entries[0]?.decisionId,
    });
    expect(audit.entries).toHaveLength(1);
  });

  it("without a log, decides as the policy does and names no entry", async () => {
    const authorizer = createAuthorizer({ policy });
    expect(await authorizer.decide(owner, "contacts:delete")).toEqual(
      policy.decide(owner, "contacts:delete"),
    );
    await expect(authorizer.authorize(agent, "contacts:delete")).rejects.toMatchObject({
      code: "ERR_RBAC_PERMISSION_DENIED",
      decisionId: undefined,
    });
  });

  it("a mistake in the program is no decision: it rejects and writes nothing", async () => {
    const audit = createMemoryAuditSink();
    const authorizer = createAuthorizer({ policy, audit });
    // @ts-expect-error no permission of this policy
    await expect(authorizer.decide(owner, "contacts:raed")).rejects.toMatchObject({
      code: "ERR_RBAC_PERMISSION_UNKNOWN",
    });
    // @ts-expect-error roles must be a list
    const malformed = authorizer.authorize({ id: "1", roles: "owner" }, "contacts:read");
    await expect(malformed).rejects.toMatchObject({ code: "ERR_RBAC_PRINCIPAL_INVALID" });
    expect(audit.entries).toEqual([]);
  });

  it("gives each decision a UUID of its own, version 4", async () => {
    const audit = createMemoryAuditSink();
    const authorizer = createAuthorizer({ policy, audit });
    for (let at = 0; at < 2000; at++) await authorizer.decide(owner, "contacts:read");
    const ids = audit.entries.map(({ decisionId }) => decisionId);
    expect(new Set(ids).size).toBe(2000);
    expect(ids.filter((id) => !UUID_V4.test(id))).toEqual([]);
    const variants = new Set(ids.map((id) => id[19]));
    expect([...variants].sort()).toEqual(["8", "9", "a", "b"]);
  });
});
