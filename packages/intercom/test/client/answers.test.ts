import { describe, expect, it } from "vitest";
import { parseAdmins, parseIdentity, parseTeams } from "../../src/client/answers.ts";

describe("admins", () => {
  it("have no role when Intercom names none, by null or by silence", () => {
    const nothing = { name: undefined, email: undefined, teamIds: [], role: null };
    expect(parseAdmins({ admins: [{ id: "1" }, { id: "2", role: null }] })).toEqual([
      { id: "1", ...nothing },
      { id: "2", ...nothing },
    ]);
  });

  it("have ids as strings, whichever way they come", () => {
    const admin = { id: 1003, team_ids: [5001, "5002"], role: { id: 103, name: "Agent" } };
    expect(parseAdmins({ admins: [admin, null] })).toEqual([
      {
        id: "1003",
        name: undefined,
        email: undefined,
        teamIds: ["5001", "5002"],
        role: { id: "103", name: "Agent" },
      },
    ]);
  });

  it.each<[string, unknown]>([
    ["admins.list", undefined],
    ["admins.list", "text"],
    ["admins.list, admins", {}],
    ["admins.list, admins", { admins: { 0: { id: "1" } } }],
    ["admins.list, admins.0.id", { admins: [{}] }],
    ["admins.list, admins.0.id", { admins: [{ id: "canary" }] }],
    ["admins.list, admins.0.id", { admins: [{ id: 1.5 }] }],
    ["admins.list, admins.0.id", { admins: [{ id: "1234567890123456" }] }],
    ["admins.list, admins.0.id", { admins: [{ id: 1234567890123456 }] }],
    ["admins.list, admins.1.team_ids.0", { admins: [{ id: 1 }, { id: 2, team_ids: [null] }] }],
    ["admins.list, admins.0.role", { admins: [{ id: 1, role: "owner" }] }],
    ["admins.list, admins.0.role.id", { admins: [{ id: 1, role: { name: "owner" } }] }],
    ["admins.list, admins.0.role.id", { admins: [{ id: 1, role: { id: "" } }] }],
  ])("%s is named when the answer is not as it should be: %j", (where, data) => {
    expect(() => parseAdmins(data)).toThrow(
      `Intercom's answer could not be understood (${where}). Check`,
    );
  });
});

it("teams have their members", () => {
  expect(parseTeams({ teams: [{ id: 5, admin_ids: [1, "2"] }, null, { id: "6" }] })).toEqual([
    { id: "5", name: undefined, adminIds: ["1", "2"] },
    { id: "6", name: undefined, adminIds: [] },
  ]);
  expect(() => parseTeams({ teams: [{}] })).toThrow("(teams.list, teams.0.id)");
});

describe("the identity", () => {
  const app = { id_code: "abc", region: "eu" };
  const me = { id: 1, email: "a@b.example", email_verified: false, app };

  it("has the region as a name", () => {
    expect(parseIdentity(me)).toEqual({
      admin: { id: "1", name: undefined, email: "a@b.example", emailVerified: false },
      workspaceId: "abc",
      workspaceName: undefined,
      region: "EU",
    });
  });

  it.each<[string, unknown]>([
    ["admins.identify", null],
    ["admins.identify, email_verified", { ...me, email_verified: "true" }],
    ["admins.identify, email", { ...me, email: null }],
    ["admins.identify, app", { ...me, app: undefined }],
    ["admins.identify, app.id_code", { ...me, app: { ...app, id_code: "" } }],
    ["admins.identify, app.region", { ...me, app: { ...app, region: "Mars" } }],
    ["admins.identify, app.region", { ...me, app: { ...app, region: "constructor" } }],
  ])("is refused without %s", (where, data) => {
    expect(() => parseIdentity(data)).toThrow(`(${where}). Check`);
  });
});
