import { describe, expect, it } from "vitest";
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
      Object.assign(new Map(), { status: "open" }),
      Object.assign(new Date(), { status: "open" }),
    ];
    expect(rows.map(read)).toEqual(rows.map(() => "granted"));
    expect(policy.filter(agent, "contacts:read", rows)).toEqual(rows);
  });

  it("a check leaves the row untouched", () => {
    const row = { status: "open" };
    policy.can(agent, "contacts:read", row);
    expect(Reflect.ownKeys(row)).toEqual(["status"]);
  });

  it("a row that was never awaited is met by no condition", () => {
    expect(read(Promise.resolve({ status: "open" }))).toBe("condition_not_met");
  });
});
