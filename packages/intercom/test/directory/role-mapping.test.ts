import { describe, expect, it } from "vitest";
import type { WorkspaceAdmin } from "../../src/client/answers.ts";
import type { RoleMapping } from "../../src/directory/role-mapping.ts";
import { createRoleRules } from "../../src/directory/role-mapping.ts";

const admin = (id: string, more: Partial<WorkspaceAdmin> = {}): WorkspaceAdmin => ({
  id,
  name: undefined,
  email: undefined,
  teamIds: [],
  role: null,
  ...more,
});
const KNOWN = ["agent", "lead", "auditor", "owner"];
const TEAMS = new Set(["5001", "5002"]);

describe("who has which roles", () => {
  const rules = createRoleRules(
    {
      byRoleId: { 103: "agent", 102: ["lead", "agent"] },
      byAdminId: { 1004: "auditor" },
      byTeamId: { 5002: "lead", 5001: "auditor", 5999: "owner" },
      owners: [1001, "1004"],
    },
    KNOWN,
  );

  it.each<[string, WorkspaceAdmin, string[]]>([
    ["an owner", admin("1001"), ["owner"]],
    ["a role by its id", admin("1002", { role: { id: "103", name: "x" } }), ["agent"]],
    ["several roles", admin("1002", { role: { id: "102", name: "x" } }), ["lead", "agent"]],
    ["a role of another id but the same name", admin("1", { role: { id: "9", name: "103" } }), []],
    ["nobody", admin("1003"), []],
    ["an id that begins like another", admin("10010"), []],
    [
      "teams, in the order of the mapping",
      admin("7", { teamIds: ["5002", "5001"] }),
      ["auditor", "lead"],
    ],
    ["a team that is gone", admin("7", { teamIds: ["5999"] }), []],
    [
      "everything at once, each role once",
      admin("1004", { role: { id: "102", name: "x" }, teamIds: ["5001", "5002"] }),
      ["owner", "lead", "agent", "auditor"],
    ],
  ])("%s", (_, who, roles) => {
    expect(rules.rolesOf(who, TEAMS)).toEqual(roles);
  });

  it("finds nothing under names that every object has", () => {
    for (const id of ["constructor", "__proto__", "toString"]) {
      const who = admin(id, { role: { id, name: id }, teamIds: [id] });
      expect(rules.rolesOf(who, new Set([id]))).toEqual([]);
    }
  });

  it("is not changed by changing the mapping afterwards", () => {
    const mapping = { byAdminId: { 5: ["agent"] }, owners: ["6"] };
    const made = createRoleRules(mapping, KNOWN);
    mapping.byAdminId[5].push("owner");
    mapping.owners.push("5");
    expect(made.rolesOf(admin("5"), TEAMS)).toEqual(["agent"]);
    expect(Object.isFrozen(made.rolesOf(admin("5"), TEAMS))).toBe(true);
  });
});

describe("a mapping is refused", () => {
  const NO_ID =
    "is no id of Intercom, which is a number. Names decide nothing, since they can be edited; verifyConnection lists the ids.";

  it.each<[unknown, string]>([
    [[], "createRoleDirectory: options.roles: the options must be an object, not an array."],
    [
      { owners: [], byRoleID: {} },
      'createRoleDirectory: options.roles: "byRoleID" (an object) is no option. Did you mean "byRoleId"?',
    ],
    [{}, "createRoleDirectory: options.roles.owners must be an array of admin ids, not undefined."],
    [
      { owners: [{}] },
      "createRoleDirectory: options.roles.owners must hold admin ids, not an object.",
    ],
    [{ owners: ["Olivia"] }, `createRoleDirectory: options.roles.owners: "Olivia" ${NO_ID}`],
    [{ owners: [1.5] }, `createRoleDirectory: options.roles.owners: "1.5" ${NO_ID}`],
    [
      { owners: [], byRoleId: { "Support agent": "agent" } },
      `createRoleDirectory: options.roles.byRoleId: "Support agent" ${NO_ID}`,
    ],
    [
      { owners: [], byTeamId: { 5001: "leed" } },
      'createRoleDirectory: options.roles.byTeamId["5001"]: the policy has no role "leed". Did you mean "lead"?',
    ],
    [
      { owners: [], byAdminId: { 1: ["lead", "zzzzzz"] } },
      'createRoleDirectory: options.roles.byAdminId["1"]: the policy has no role "zzzzzz". Its roles are agent, lead, auditor, owner.',
    ],
    [
      { owners: [], byAdminId: { 1: [] } },
      'createRoleDirectory: options.roles.byAdminId["1"] must be a role of the policy or several, not an empty array.',
    ],
    [
      { owners: [], byAdminId: { 1: null } },
      'createRoleDirectory: options.roles.byAdminId["1"] must be a role of the policy or several, not null.',
    ],
    [
      { owners: [], byAdminId: { 1: [5] } },
      'createRoleDirectory: options.roles.byAdminId["1"] must be a role of the policy, not a number.',
    ],
    [
      { owners: [], byAdminId: { 1: "" } },
      'createRoleDirectory: options.roles.byAdminId["1"] must be a role of the policy, not an empty string.',
    ],
    [
      { owners: ["01001"] },
      'createRoleDirectory: options.roles.owners: "01001" would name nobody, since no id of Intercom begins with 0. Leave the zeros out.',
    ],
    [
      { owners: [], byAdminId: { "007": "agent" } },
      'createRoleDirectory: options.roles.byAdminId: "007" would name nobody, since no id of Intercom begins with 0. Leave the zeros out.',
    ],
    [
      { owners: [], byTeamId: { "00": "agent" } },
      'createRoleDirectory: options.roles.byTeamId: "00" would name nobody, since no id of Intercom begins with 0. Leave the zeros out.',
    ],
  ])("%j", (mapping, message) => {
    expect(() => Reflect.apply(createRoleRules, undefined, [mapping, KNOWN])).toThrow(
      expect.objectContaining({ code: "ERR_RBAC_OPTION_INVALID", message }),
    );
  });

  it("for owners when the policy has no role of that name", () => {
    const mapping: RoleMapping<string> = { owners: [1001] };
    expect(() => createRoleRules(mapping, ["agent", "ownr"])).toThrow(
      'createRoleDirectory: options.roles.owners: the policy has no role "owner". Did you mean "ownr"?',
    );
    expect(() => createRoleRules({ owners: [] }, ["agent"])).not.toThrow();
  });
});
