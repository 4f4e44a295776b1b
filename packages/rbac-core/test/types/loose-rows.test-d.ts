import { definePolicy, principal } from "../../src/index.ts";

type Brand = string & { readonly brand: "id" };

/** Rows as apps have them: any column, columns of unknown type, unions, branded ids. */
interface Rows {
  anything: Record<string, unknown>;
  extended: { id: string; [column: string]: unknown };
  unknowns: { payload: unknown; amount: bigint };
  unions: { id: string; kind: "a" } | { id: string; kind: "b"; size: number };
  branded: { id: Brand; tags?: readonly ("x" | "y")[] | null };
}

const policy = definePolicy({
  types: {} as { rows: Rows },
  permissions: {
    anything: ["read"],
    extended: ["read"],
    unknowns: ["read"],
    unions: ["read"],
    branded: ["read"],
  },
  roles: {
    a: { can: [{ permission: "anything:read", when: { owner: principal("id") }, fields: ["x"] }] },
    b: { can: [{ permission: "extended:read", when: { column: { $in: [1, "a"] } } }] },
    c: { can: [{ permission: "unknowns:read", when: { payload: 5 } }] },
    d: { can: [{ permission: "unions:read", when: { kind: "a", id: principal("id") } }] },
    e: { can: [{ permission: "branded:read", when: { id: principal("id") } }] },
    f: { can: [{ permission: "branded:read", when: { tags: { $all: ["x"] } } }] },
  },
});
const who = { id: "1", roles: ["a"] };
policy.can(who, "anything:read", { whatever: 1 });
policy.can(who, "unions:read", { id: "1", kind: "b", size: 2 });
// @ts-expect-error neither of the kinds
policy.can(who, "unions:read", { id: "1", kind: "c" });

definePolicy({
  types: {} as { rows: Rows },
  permissions: { unions: ["read"], branded: ["read"], unknowns: ["read"] },
  roles: {
    // @ts-expect-error a field that only one of the kinds has
    a: { can: [{ permission: "unions:read", when: { size: 2 } }] },
    // @ts-expect-error a tag that there is not
    b: { can: [{ permission: "branded:read", when: { tags: { $all: ["z"] } } }] },
    // @ts-expect-error a bigint is no scalar of a policy
    c: { can: [{ permission: "unknowns:read", when: { amount: 5 } }] },
    // @ts-expect-error undefined says nothing: leave the key out
    d: { can: [{ permission: "unknowns:read", when: undefined }] },
    fine: { can: [{ permission: "unions:read", when: { kind: "b" } }] },
  },
});
