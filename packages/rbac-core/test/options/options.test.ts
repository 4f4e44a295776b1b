import { describe, expect, it } from "vitest";
import type { AuditEntry } from "../../src/index.ts";
import {
  createAuthorizer,
  definePolicy,
  extendPolicy,
  intercomPolicy,
  isRbacError,
  parsePolicy,
  principal,
} from "../../src/index.ts";

const owner = { id: "1", roles: ["owner"] };

/** `code: message` of what a call throws. Callers without types pass what the compiler would refuse. */
function refusal(call: () => unknown): string {
  try {
    call();
  } catch (error) {
    return isRbacError(error) ? `${error.code}: ${error.message}` : `untyped: ${String(error)}`;
  }
  return "nothing was refused";
}

const untyped = <V>(value: V): never => JSON.parse(JSON.stringify(value)) as never;

describe("a misspelt option is never quietly ignored", () => {
  it.each<[string, () => unknown, string]>([
    [
      "withRoles",
      () => intercomPolicy.withRoles([], untyped({ cieling: ["*:read"] })),
      'withRoles: "cieling" (an array) is no option. Did you mean "ceiling"?',
    ],
    [
      "withRoles given the ceiling itself",
      () => intercomPolicy.withRoles([], untyped(["*:read"])),
      "withRoles: the options must be an object, not an array.",
    ],
    [
      "checkRoles",
      () => intercomPolicy.checkRoles([], untyped({ grantedBy: owner, celing: [] })),
      'checkRoles: "celing" (an array) is no option. Did you mean "ceiling"?',
    ],
    [
      "canAssign",
      () => intercomPolicy.canAssign(owner, untyped({ from: [], too: [] })),
      'canAssign: "too" (an array) is no option. Did you mean "to"?',
    ],
    [
      "can",
      () => intercomPolicy.can(owner, "contacts:write", {}, untyped({ feilds: ["name"] })),
      'a check: "feilds" (an array) is no option. Did you mean "fields"?',
    ],
    [
      "createAuthorizer",
      () => createAuthorizer(untyped({ policy: {}, Audit: {} })),
      'createAuthorizer: "Audit" (an object) is no option. Did you mean "audit"?',
    ],
    [
      "createAuthorizer without a policy",
      () => createAuthorizer(untyped({})),
      "createAuthorizer: options.policy must be what definePolicy returned, and is undefined.",
    ],
    [
      "createAuthorizer with an audit that cannot write",
      () => createAuthorizer({ policy: intercomPolicy, audit: untyped({}) }),
      "createAuthorizer: options.audit must have a method write(entry), and is an object without one.",
    ],
    [
      "filter of no list",
      () => intercomPolicy.filter(owner, "contacts:read", untyped({})),
      "filter: rows must be an array, and is an object.",
    ],
    [
      "extendPolicy of no policy",
      () => extendPolicy(untyped({}), { roles: {} }),
      "extendPolicy: base must be a policy, and is an object.",
    ],
  ])("%s", (_name, call, message) => {
    expect(refusal(call)).toBe(`ERR_RBAC_OPTION_INVALID: ${message}`);
  });

  it("and none is read from a polluted prototype", () => {
    const policy = definePolicy({
      permissions: { contacts: ["write"] },
      roles: { a: { can: [{ permission: "contacts:write", fields: ["name"] }] } },
    });
    Object.defineProperty(Object.prototype, "fields", { value: ["name"], configurable: true });
    try {
      expect(policy.decide({ id: "1", roles: ["a"] }, "contacts:write", {}, {}).code).toBe(
        "field_required",
      );
    } finally {
      Reflect.deleteProperty(Object.prototype, "fields");
    }
  });

  it("fields are read once: what decides is what was checked", () => {
    const policy = definePolicy({
      permissions: { contacts: ["write"] },
      roles: {
        a: {
          can: ["contacts:write"],
          cannot: [{ permission: "contacts:write", fields: ["salary"] }],
        },
      },
    });
    const fields = Object.assign(["salary"], { some: () => false, find: () => undefined });
    expect(policy.can({ id: "1", roles: ["a"] }, "contacts:write", {}, { fields })).toBe(false);
  });
});

describe("an unknown permission", () => {
  it("of a known resource is told what there is", () => {
    expect(refusal(() => intercomPolicy.can(owner, "tags:annihilate" as never))).toBe(
      'ERR_RBAC_PERMISSION_UNKNOWN: "tags:annihilate" is no permission of this policy. tags has read, write, apply.',
    );
  });
});

describe("explain", () => {
  it("offers no condition that no row can meet", () => {
    const policy = definePolicy({
      permissions: { notes: ["read"] },
      roles: {
        a: { can: [{ permission: "notes:read", when: { team: { $in: principal("teams") } } }] },
      },
    });
    const remedies = (who: { id: string; roles: string[]; teams?: number[] }) =>
      policy.explain(who, "notes:read", { team: 3 }).wouldAllow;
    expect(remedies({ id: "1", roles: ["a"], teams: [4] })).toEqual([
      { kind: "condition", rule: "roles.a.can[0]" },
    ]);
    expect(remedies({ id: "1", roles: ["a"] })).toEqual([]);
    expect(remedies({ id: "1", roles: ["a"], teams: [] })).toEqual([]);
  });
});

describe("a document that would unfold without end", () => {
  it.each([
    ["many roles of everything", manyRoles()],
    ["one role of many", { a: { can: Array<string>(100_000).fill("*") } }],
    ["one rule of many", { a: { can: [{ permission: Array<string>(100_000).fill("*") }] } }],
  ])("is refused: %s", (_name, roles) => {
    const names = Array.from({ length: 3000 }, (_, at) => `a${at}`);
    const text = JSON.stringify({ version: 1, permissions: { r: names }, roles });
    expect(refusal(() => parsePolicy(text))).toContain("[document_too_large]");
  });
});

function manyRoles(): { [name: string]: { can: string[] } } {
  return Object.fromEntries(Array.from({ length: 20_000 }, (_, at) => [`r${at}`, { can: ["*"] }]));
}

describe("createAuthorizer", () => {
  const policy = definePolicy({
    permissions: { notes: ["read"] },
    roles: { a: { can: ["notes:read"] } },
    tenant: { row: "ws", principal: "ws" },
  });

  it("writes the row and the workspace as a guard does, and reads an id behind a getter", async () => {
    const entries: AuditEntry[] = [];
    const audit = {
      write(entry: AuditEntry) {
        entries.push(entry);
        return Promise.resolve();
      },
    };
    const who = {
      get id() {
        return "7";
      },
      roles: ["a"],
      ws: "w1",
    };
    const authorizer = createAuthorizer({ policy, audit });
    await authorizer.decide(who, "notes:read", { id: "n1", ws: "w1" });
    expect(entries[0]).toMatchObject({ adminId: "7", workspaceId: "w1", resourceId: "n1" });
    expect(authorizer.conditionsFor(who, "notes:read")).toEqual(
      policy.conditionsFor(who, "notes:read"),
    );
    expect(authorizer.checker("notes:read")(who, { ws: "w1" })).toBe(true);
    expect(authorizer.explain(who, "notes:read", { ws: "w2" }).decision.code).toBe(
      "tenant_mismatch",
    );
    expect(authorizer.permittedFields(who, "notes:read", { ws: "w1" })).toEqual(["ws"]);
    expect(entries).toHaveLength(1);
  });
});
