import { describe, expect, it } from "vitest";
import type { Remedy } from "../../src/index.ts";
import { principal } from "../../src/index.ts";
import { loosePolicy } from "../decision/loose-policy.ts";

const roles = {
  base: {
    can: [{ permission: "tickets:reply", when: { status: { $in: ["open", "new"], $ne: "new" } } }],
    cannot: [{ permission: "tickets:close", when: { vip: true, level: { $gte: 3 } } }],
  },
  middle: { extends: ["base"] },
  top: { extends: ["middle"], can: ["tickets:close"] },
  shortcut: { extends: ["base"] },
  owner: { can: ["*"] },
  noReplies: { cannot: ["tickets:reply"] },
};
const policy = loosePolicy({ permissions: { tickets: ["reply", "close"] }, roles });
const top = { id: "1", roles: ["top"] };

describe("explain: what was considered", () => {
  it("every rule, denials first, with the way it came and what each comparison said", () => {
    expect(policy.explain(top, "tickets:close", { vip: true, level: 2 })).toEqual({
      decision: policy.decide(top, "tickets:close", { vip: true, level: 2 }),
      considered: [
        {
          rule: "roles.base.cannot[0]",
          role: "base",
          via: ["top", "middle", "base"],
          effect: "cannot",
          outcome: "failed",
          conditions: [
            { field: "vip", operator: "$eq", outcome: "true" },
            { field: "level", operator: "$gte", outcome: "false" },
          ],
        },
        {
          rule: "roles.top.can[0]",
          role: "top",
          via: ["top"],
          effect: "can",
          outcome: "matched",
          conditions: [],
        },
      ],
      wouldAllow: [],
    });
  });

  it.each<[string, object | undefined, string, readonly string[]]>([
    ["matched", { status: "open" }, "matched", ["true", "true"]],
    ["failed", { status: "new" }, "failed", ["true", "false"]],
    ["failed twice over", { status: "shut" }, "failed", ["false", "true"]],
    ["unknown", {}, "unknown", ["unknown", "unknown"]],
    ["unknown without a row", undefined, "unknown", ["unknown", "unknown"]],
  ])("a condition that %s", (_, row, outcome, truths) => {
    const [rule] = policy.explain(top, "tickets:reply", row).considered;
    expect(rule?.outcome).toBe(outcome);
    expect(rule?.conditions.map((condition) => condition.outcome)).toEqual(truths);
  });

  it("the way is the shortest from a role that is held", () => {
    const via = (held: readonly string[]) =>
      policy.explain({ id: "1", roles: held }, "tickets:reply", {}).considered[0]?.via;
    expect(via(["top"])).toEqual(["top", "middle", "base"]);
    expect(via(["top", "shortcut"])).toEqual(["shortcut", "base"]);
    expect(via(["top", "nobody", "base"])).toEqual(["base"]);
  });

  it("a rule with fields: matched when the check touches one, unknown or failed when it says none", () => {
    const limited = loosePolicy({
      permissions: { tickets: ["write"] },
      roles: {
        agent: {
          can: [{ permission: "tickets:write", fields: ["title"] }],
          cannot: [{ permission: "tickets:write", fields: ["price"] }],
        },
      },
    });
    const outcomes = (fields?: readonly string[]) =>
      limited
        .explain({ id: "1", roles: ["agent"] }, "tickets:write", {}, { fields })
        .considered.map(({ outcome }) => outcome);
    expect(outcomes()).toEqual(["unknown", "failed"]);
    expect(outcomes([])).toEqual(["unknown", "failed"]);
    expect(outcomes(["title"])).toEqual(["failed", "matched"]);
    expect(outcomes(["title", "price"])).toEqual(["matched", "matched"]);
    expect(outcomes(["other"])).toEqual(["failed", "failed"]);
  });

  it("nobody has no rules, and no remedy", () => {
    const { considered, wouldAllow, decision } = policy.explain(null, "tickets:close", {});
    expect([considered, wouldAllow, decision.code]).toEqual([[], [], "unauthenticated"]);
  });

  it("holds no value of the policy, the row or the principal, and is JSON", () => {
    const secret = loosePolicy({
      permissions: { tickets: ["reply"] },
      roles: {
        agent: {
          can: [{ permission: "tickets:reply", when: { a: "in-policy", b: principal("b") } }],
        },
      },
    });
    const who = { id: "1", roles: ["agent"], b: "in-principal" };
    const explanation = secret.explain(who, "tickets:reply", { a: "in-row", b: "in-row" });
    const text = JSON.stringify(explanation);
    expect(text).not.toMatch(/in-policy|in-principal|in-row/);
    expect(JSON.parse(text)).toStrictEqual(explanation);
  });
});

describe("explain: what would allow it", () => {
  const remediesOf = (who: unknown, permission: string, row?: object) =>
    policy.explain(who, permission, row).wouldAllow;

  it("a role: exactly those with which, beside the held ones, it is allowed", () => {
    const who = { id: "1", roles: ["shortcut"] };
    expect(remediesOf(who, "tickets:close", { vip: false, level: 1 })).toEqual([
      { kind: "role", role: "top" },
      { kind: "role", role: "owner" },
    ]);
    expect(remediesOf(who, "tickets:close", { vip: true, level: 9 })).toEqual([]);
    expect(remediesOf({ id: "1", roles: ["noReplies"] }, "tickets:reply", {})).toEqual([]);
  });

  it("a condition: the grant that a row could meet", () => {
    expect(remediesOf(top, "tickets:reply", { status: "shut" })).toEqual([
      { kind: "role", role: "owner" },
      { kind: "condition", rule: "roles.base.can[0]" },
    ]);
    expect(remediesOf(top, "tickets:reply")).toContainEqual({
      kind: "condition",
      rule: "roles.base.can[0]",
    });
    expect(policy.can(top, "tickets:reply", { status: "open" })).toBe(true);
  });

  it("a denial taken out, and not where another one still denies", () => {
    const row = { vip: true, level: 3 };
    expect(remediesOf(top, "tickets:close", row)).toEqual([
      { kind: "remove-denial", rule: "roles.base.cannot[0]" },
    ]);
    const without = loosePolicy({
      permissions: { tickets: ["reply", "close"] },
      roles: { ...roles, base: { can: roles.base.can } },
    });
    expect(without.can(top, "tickets:close", row)).toBe(true);

    const owner = { id: "1", roles: ["owner", "noReplies"] };
    expect(remediesOf(owner, "tickets:reply")).toEqual([
      { kind: "remove-denial", rule: "roles.noReplies.cannot[0]" },
    ]);
    const twice = loosePolicy({
      permissions: { tickets: ["reply"] },
      roles: { a: { can: ["*"], cannot: ["*", "tickets:reply"] } },
    });
    expect(twice.explain({ id: "1", roles: ["a"] }, "tickets:reply").wouldAllow).toEqual([]);
  });

  it("a scope: any one of those named", () => {
    const scoped = policy.withScopes({ "tickets:reply": ["w", "rw"], "tickets:close": [] });
    const who = { id: "1", roles: ["owner"], scopes: ["other"] };
    expect(scoped.explain(who, "tickets:reply").wouldAllow).toEqual([
      { kind: "scope", scopes: ["w", "rw"] },
    ]);
    for (const scope of ["w", "rw"]) {
      expect(scoped.can({ ...who, scopes: ["other", scope] }, "tickets:reply")).toBe(true);
    }
    expect(scoped.explain(who, "tickets:close").wouldAllow).toEqual([]);
    const roleless = { id: "1", roles: [] };
    expect(scoped.explain(roleless, "tickets:reply").wouldAllow).toEqual([]);
  });

  it("nothing, where one change is not enough or the answer is yes already", () => {
    expect(remediesOf({ id: "1", roles: ["owner"] }, "tickets:reply")).toEqual([]);
    const capped = policy.withRoles([], { ceiling: ["tickets:close"] });
    expect(capped.explain({ id: "1", roles: ["owner"] }, "tickets:reply").wouldAllow).toEqual([]);
    const tenanted = loosePolicy({
      permissions: { tickets: ["reply"] },
      roles: {
        owner: { can: ["*"] },
        own: { can: [{ permission: "tickets:reply", when: { m: 1 } }] },
      },
      tenant: { row: "home", principal: "home" },
    });
    const who = { id: "1", roles: ["own"], home: "w1" };
    expect(tenanted.explain(who, "tickets:reply", { home: "w2", m: 1 }).wouldAllow).toEqual([]);
    const exclusive = loosePolicy({
      permissions: { tickets: ["reply"] },
      roles: {
        a: { can: ["*"], cannot: [{ permission: "tickets:reply", when: { v: 1 } }] },
        b: {},
      },
      exclusive: [["a", "b"]],
    });
    const both = { id: "1", roles: ["a", "b"] };
    expect(exclusive.explain(both, "tickets:reply", { v: 1 }).wouldAllow).toEqual([]);
    expect(
      exclusive.explain({ id: "1", roles: ["b"] }, "tickets:reply", { v: 2 }).wouldAllow,
    ).toEqual([]);
  });

  it("each remedy holds when it is applied", () => {
    const rows: readonly object[] = [
      { vip: true, level: 3, status: "shut" },
      { vip: false, level: 1, status: "new" },
      {},
    ];
    const held = [["top"], ["shortcut"], ["owner", "noReplies"], ["middle", "owner"], []];
    const seen = new Set<Remedy["kind"]>();
    for (const names of held) {
      for (const permission of policy.permissions) {
        for (const row of rows) {
          for (const remedy of remediesOf({ id: "1", roles: names }, permission, row)) {
            seen.add(remedy.kind);
            expect(applied(remedy, names, permission, row)).toBe(true);
          }
        }
      }
    }
    expect([...seen].sort()).toEqual(["condition", "remove-denial", "role"]);
  });
});

/** The check with the remedy really applied: the role held, the rule's condition gone, the denial gone. */
function applied(
  remedy: Remedy,
  held: readonly string[],
  permission: string,
  row: object,
): boolean {
  if (remedy.kind === "scope") return false;
  if (remedy.kind === "role")
    return policy.can({ id: "1", roles: [...held, remedy.role] }, permission, row);
  const [, role = "", list = "", at = ""] =
    /^roles\.(\w+)\.(can|cannot)\[(\d+)\]$/.exec(remedy.rule) ?? [];
  const document: { roles: Record<string, Record<string, unknown[]>> } = JSON.parse(
    JSON.stringify(policy.toJSON()),
  );
  const rules = document.roles[role]?.[list];
  const changed = remedy.kind === "condition" ? [permission] : [];
  rules?.splice(Number(at), 1, ...changed);
  const { permissions } = policy.toJSON();
  return loosePolicy({ permissions, roles: document.roles }).can(
    { id: "1", roles: held },
    permission,
    row,
  );
}
