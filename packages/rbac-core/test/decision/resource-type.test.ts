import { describe, expect, it } from "vitest";
import { definePolicy } from "../../src/index.ts";
import { loosePolicy } from "./loose-policy.ts";

const policy = loosePolicy({
  permissions: { contacts: ["read"], invoices: ["read"] },
  roles: {
    agent: {
      can: [
        { permission: "contacts:read", when: { status: "open" } },
        { permission: "invoices:read", when: { paid: true } },
      ],
    },
  },
});
const agent = { id: "1", roles: ["agent"] };
const read = (row: unknown) => policy.decide(agent, "contacts:read", row).code;

class Invoice {
  status = "open";
  paid = true;
}

/** Apart, so that this file has no object that reads like a promise. */
const thenName = ["th", "en"].join("");

describe("semantics 12: the type comes from the permission, the values from the object's own properties", () => {
  it("what the row says of its own type is a field like any other", () => {
    for (const type of ["invoices", "contacts", "all", null, 1]) {
      expect(read(JSON.parse(JSON.stringify({ __caslSubjectType__: type, status: "open" })))).toBe(
        "granted",
      );
      expect(read({ __caslSubjectType__: type, status: "shut", paid: true })).toBe(
        "condition_not_met",
      );
    }
    expect(read(JSON.parse('{"constructor":{"name":"invoices"},"status":"open"}'))).toBe("granted");
    expect(read(JSON.parse('{"__proto__":{"status":"open"}}'))).toBe("condition_not_met");
  });

  it("instances, frozen, sealed, proxied and null-prototype rows work", () => {
    const rows: readonly object[] = [
      new Invoice(),
      Object.freeze({ status: "open" }),
      Object.seal({ status: "open" }),
      Object.assign(Object.create(null), { status: "open" }),
      new Proxy({ status: "open" }, {}),
      Object.defineProperty({}, "status", { value: "open", enumerable: false }),
    ];
    expect(rows.map(read)).toEqual(rows.map(() => "granted"));
    expect(policy.filter(agent, "contacts:read", rows)).toEqual(rows);
  });

  it("a check leaves the row untouched", () => {
    const row = { status: "open" };
    policy.can(agent, "contacts:read", row);
    expect(Reflect.ownKeys(row)).toEqual(["status"]);
  });

  it("a row that was never awaited, a collection or a date is none", () => {
    const rows: readonly object[] = [
      Promise.resolve({ status: "open" }),
      Object.defineProperty({ status: "open" }, thenName, { value: () => undefined }),
      new Map([["status", "open"]]),
      new Set(["open"]),
      Object.assign(new Date(), { status: "open" }),
      Object.prototype,
    ];
    expect(rows.map(read)).toEqual(rows.map(() => "resource_required"));
  });

  it("a field behind a class's getter keeps a denial from being passed over", () => {
    class Contact {
      get lockedAt(): string {
        return "2024-01-01";
      }
    }
    const guarded = definePolicy({
      permissions: { contacts: ["delete"] },
      roles: {
        a: {
          can: ["contacts:delete"],
          cannot: [{ permission: "contacts:delete", when: { lockedAt: { $ne: null } } }],
        },
      },
    });
    const who = { id: "1", roles: ["a"] };
    expect(guarded.decide(who, "contacts:delete", new Contact()).code).toBe("explicitly_denied");
    expect(guarded.can(who, "contacts:delete", { lockedAt: null })).toBe(true);
  });
});
