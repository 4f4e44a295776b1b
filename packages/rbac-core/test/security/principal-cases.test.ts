import { describe, expect, it } from "vitest";
import {
  createAuthorizer,
  createMemoryAuditSink,
  definePolicy,
  PrincipalInvalidError,
  principal,
} from "../../src/index.ts";
import { loosePolicy } from "../decision/loose-policy.ts";

const policy = loosePolicy({
  permissions: { contacts: ["read", "delete"] },
  roles: {
    agent: { can: [{ permission: "contacts:read", when: { ownerId: principal("id") } }] },
    owner: { can: ["*"] },
  },
});

/** Every question that answers with something other than a refusal somewhere. */
function everyAnswer(who: unknown) {
  return {
    can: policy.can(who, "contacts:delete", {}),
    checker: policy.checker("contacts:delete")(who, {}),
    code: policy.decide(who, "contacts:delete", {}).code,
    couldEver: policy.couldEver(who, "contacts:delete"),
    filter: policy.filter(who, "contacts:delete", [{}]),
    conditions: policy.conditionsFor(who, "contacts:delete").kind,
    fields: policy.permittedFields(who, "contacts:delete", { name: 1 }),
    permissions: policy.permissionsOf(who),
    rules: policy.abilityFor(who).rules,
    answers: policy.snapshotFor(who).answers,
    remedies: policy.explain(who, "contacts:delete", {}).wouldAllow,
  };
}

const nothing = {
  can: false,
  checker: false,
  couldEver: false,
  filter: [],
  conditions: "none",
  fields: [],
  permissions: [],
  rules: [],
  answers: {},
};

function everyQuestion(who: unknown): readonly (() => unknown)[] {
  return [
    () => policy.can(who, "contacts:delete", {}),
    () => policy.checker("contacts:delete")(who, {}),
    () => policy.decide(who, "contacts:delete", {}),
    () => policy.authorize(who, "contacts:delete", {}),
    () => policy.couldEver(who, "contacts:delete"),
    () => policy.filter(who, "contacts:delete", [{}]),
    () => policy.conditionsFor(who, "contacts:delete"),
    () => policy.permittedFields(who, "contacts:delete", { name: 1 }),
    () => policy.permissionsOf(who),
    () => policy.abilityFor(who),
    () => policy.snapshotFor(who),
    () => policy.explain(who, "contacts:delete", {}),
  ];
}

describe("principals", () => {
  it("WHO-01 nobody, as null or undefined, is unauthenticated everywhere", () => {
    for (const who of [null, undefined]) {
      expect(everyAnswer(who)).toEqual({ ...nothing, code: "unauthenticated", remedies: [] });
      expect(() => policy.authorize(who, "contacts:delete")).toThrow(
        expect.objectContaining({ code: "ERR_RBAC_PERMISSION_DENIED" }),
      );
    }
  });

  it("WHO-02 a principal without an id is unauthenticated everywhere", () => {
    const inherited: object = Object.create({ id: "1" });
    for (const who of [
      {},
      { roles: ["owner"] },
      { id: undefined, roles: ["owner"] },
      { id: null, roles: ["owner"] },
      { id: "", roles: ["owner"] },
      Object.assign(inherited, { roles: ["owner"] }),
    ]) {
      expect(everyAnswer(who)).toEqual({ ...nothing, code: "unauthenticated", remedies: [] });
    }
  });

  it("WHO-03 an unknown role gives nothing and is reported", () => {
    const who = { id: "1", roles: ["superuser"] };
    expect(everyAnswer(who)).toEqual({
      ...nothing,
      code: "permission_missing",
      remedies: [{ kind: "role", role: "owner" }],
    });
    expect(policy.decide(who, "contacts:delete").unknownRoles).toEqual(["superuser"]);
  });

  it("WHO-04 empty roles give nothing", () => {
    const who = { id: "1", roles: [] };
    expect(everyAnswer(who)).toEqual({
      ...nothing,
      code: "permission_missing",
      remedies: [{ kind: "role", role: "owner" }],
    });
    expect(policy.decide(who, "contacts:delete")).not.toHaveProperty("unknownRoles");
  });

  it("WHO-05 roles that are no array of strings are refused and never coerced", () => {
    const owner = { toString: () => "owner", [Symbol.toPrimitive]: () => "owner" };
    for (const roles of [
      "owner",
      [["owner"]],
      [owner],
      owner,
      new Set(["owner"]),
      { 0: "owner", length: 1 },
      [new String("owner")],
      [Symbol.for("owner")],
      ["owner", null],
      [undefined],
      new Array(1),
      true,
      null,
      undefined,
    ]) {
      for (const ask of everyQuestion({ id: "1", roles }))
        expect(ask).toThrow(PrincipalInvalidError);
    }
  });

  it("WHO-05 an id that is no string is refused and never coerced", () => {
    for (const id of [1, 0, true, ["1"], { toString: () => "1" }, Number.NaN, 1n]) {
      for (const ask of everyQuestion({ id, roles: ["owner"] }))
        expect(ask).toThrow(PrincipalInvalidError);
    }
  });

  it("WHO-05 the message names the property and its kind, never its value", () => {
    expect(() =>
      policy.can({ id: "1", roles: ["owner", { secret: "s3cret" }] }, "contacts:read"),
    ).toThrow(
      "principal.roles[1] must be a string, and is an object. Role names are never coerced.",
    );
    expect(() => policy.can({ id: "1", roles: "s3cret" }, "contacts:read")).toThrow(
      "principal.roles must be an array of strings, and is a string. Give own properties: { id: string, roles: string[] }.",
    );
  });

  it("WHO-06 a role that only another workspace's policy knows is unknown", () => {
    const first = policy.withRoles([{ name: "cleaner", can: ["contacts:delete"] }]);
    const second = policy.withRoles([{ name: "auditor", can: ["contacts:read"] }]);
    const who = { id: "1", roles: ["cleaner"] };
    expect(first.can(who, "contacts:delete")).toBe(true);
    for (const other of [second, policy]) {
      expect(other.decide(who, "contacts:delete")).toMatchObject({
        code: "permission_missing",
        unknownRoles: ["cleaner"],
      });
    }
    expect(first.can(who, "contacts:delete")).toBe(true);
  });

  it("WHO-06 the same name means in each workspace what that workspace stored", () => {
    const first = policy.withRoles([{ name: "temp", can: ["contacts:delete"] }]);
    const second = policy.withRoles([{ name: "temp", cannot: ["contacts:delete"] }]);
    const who = { id: "1", roles: ["temp"] };
    expect(first.decide(who, "contacts:delete").code).toBe("granted");
    expect(second.decide(who, "contacts:delete").code).toBe("explicitly_denied");
    expect(first.decide(who, "contacts:delete").code).toBe("granted");
  });

  it("WHO-07 only own `roles` count: no role, isAdmin, permissions or row names one", () => {
    const who = {
      id: "1",
      roles: [],
      role: "owner",
      isAdmin: true,
      permissions: ["contacts:delete"],
      can: ["*"],
      body: { roles: ["owner"] },
      query: { role: "owner" },
      headers: { "x-role": "owner" },
    };
    const { remedies, ...answers } = everyAnswer(who);
    expect(answers).toEqual({ ...nothing, code: "permission_missing" });
    expect(remedies).toEqual([{ kind: "role", role: "owner" }]);
    expect(policy.can(who, "contacts:delete", { roles: ["owner"], role: "owner" })).toBe(false);
  });

  it("WHO-08 what a getter or Proxy of the principal throws travels on, and nothing is allowed", () => {
    const failure = new Error("the session store is away");
    const explode = () => {
      throw failure;
    };
    const principals: readonly object[] = [
      Object.defineProperty({ roles: ["owner"] }, "id", { get: explode }),
      Object.defineProperty({ id: "1" }, "roles", { get: explode }),
      Object.defineProperty({ id: "1", roles: ["owner"] }, "scopes", { get: explode }),
      { id: "1", roles: Object.defineProperty(["owner"], "0", { get: explode }) },
      { id: "1", roles: new Proxy(["owner"], { get: explode }) },
      new Proxy({ id: "1", roles: ["owner"] }, { getPrototypeOf: explode }),
      new Proxy({ id: "1", roles: ["owner"] }, { get: explode }),
    ];
    for (const who of principals) {
      for (const ask of everyQuestion(who)) expect(ask).toThrow(failure);
    }
  });

  it("WHO-08 an attribute that a condition reads may throw, and so may the row", () => {
    const failure = new Error("lazy");
    const explode = () => {
      throw failure;
    };
    const attributes = loosePolicy({
      permissions: { contacts: ["read"] },
      roles: { agent: { can: [{ permission: "contacts:read", when: { t: principal("team") } }] } },
    });
    const who = Object.defineProperty({ id: "1", roles: ["agent"] }, "team", { get: explode });
    expect(() => attributes.can(who, "contacts:read", { t: 1 })).toThrow(failure);
    expect(() => attributes.conditionsFor(who, "contacts:read")).toThrow(failure);
    const row = new Proxy({ t: 1 }, { getOwnPropertyDescriptor: explode });
    const plain = { id: "1", roles: ["agent"], team: 1 };
    expect(() => attributes.can(plain, "contacts:read", row)).toThrow(failure);
    expect(() => attributes.filter(plain, "contacts:read", [{ t: 1 }, row])).toThrow(failure);
  });

  it("WHO-08 `throw undefined` travels on as well", () => {
    const who = Object.defineProperty({ id: "1" }, "roles", {
      get() {
        throw undefined;
      },
    });
    for (const ask of everyQuestion(who)) {
      let answered = false;
      try {
        ask();
        answered = true;
      } catch (thrown) {
        expect(thrown).toBeUndefined();
      }
      expect(answered).toBe(false);
    }
  });

  it("WHO-08 a revoked Proxy allows nothing", () => {
    const { proxy, revoke } = Proxy.revocable({ id: "1", roles: ["owner"] }, {});
    revoke();
    for (const ask of everyQuestion(proxy)) expect(ask).toThrow(TypeError);
  });

  it("WHO-08 a promise that was never awaited is nobody", () => {
    const who: unknown = Promise.resolve({ id: "1", roles: ["owner"] });
    expect(policy.decide(who, "contacts:delete").code).toBe("unauthenticated");
  });

  it("WHO-08 an authorizer rejects with what the principal throws, and writes no entry", async () => {
    const failure = new Error("away");
    const typed = definePolicy({
      permissions: { contacts: ["read"] },
      roles: { owner: { can: ["*"] } },
    });
    const audit = createMemoryAuditSink();
    const authorizer = createAuthorizer({ policy: typed, audit });
    const who = {
      id: "1",
      get roles(): string[] {
        throw failure;
      },
    };
    await expect(authorizer.decide(who, "contacts:read")).rejects.toBe(failure);
    await expect(authorizer.authorize(who, "contacts:read")).rejects.toBe(failure);
    expect(() => authorizer.can(who, "contacts:read")).toThrow(failure);
    expect(audit.entries).toEqual([]);
  });
});
