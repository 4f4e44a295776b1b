import { intercomPolicy } from "@intercom-rbac/core";
import { describe, expect, it } from "vitest";
import "../src/vitest.ts";
import { rbacMatchers } from "../src/index.ts";
import { deskPolicy } from "./support/desk-policy.ts";
import { failureOf, lines } from "./support/failure-of.ts";

const OF_AGENT = [
  "contacts:read",
  "contacts:write if",
  "conversations:read",
  "conversations:reply if",
] as const;

describe("toPermitOnly", () => {
  it("passes for exactly what the role permits, in any order", () => {
    expect(deskPolicy).toPermitOnly("agent", OF_AGENT);
    expect(deskPolicy).toPermitOnly("agent", [...OF_AGENT].reverse());
    expect(deskPolicy).toPermitOnly("owner", deskPolicy.permissions);
  });

  it("shows what is missing and what is unexpected", () => {
    expect(
      failureOf(() =>
        expect(deskPolicy).toPermitOnly("agent", [
          "contacts:read",
          "contacts:write if",
          "contacts:delete",
          "conversations:reply",
        ]),
      ),
    ).toBe(lines`
      expect(policy).toPermitOnly("agent", permissions)

      The role "agent" must permit exactly what is listed.

      | difference | permission          | test  | policy      | rules              |
      | ---------- | ------------------- | ----- | ----------- | ------------------ |
      | missing    | contacts:delete     | allow | deny        | no rule            |
      | unexpected | conversations:read  | deny  | allow       | roles.agent.can[1] |
      | missing    | conversations:reply | allow | conditional | roles.agent.can[2] |

      missing: the policy gives less than the test says. unexpected: it gives more.
      A permission that depends on the row or the fields is listed as "conversations:reply if".
    `);
  });

  it("does not take a permission that is always there for a conditional one", () => {
    const message = failureOf(() =>
      expect(deskPolicy).toPermitOnly("agent", [
        "contacts:read if",
        "contacts:write if",
        "conversations:read",
        "conversations:reply if",
      ]),
    );
    expect(message).toContain(
      "| unexpected | contacts:read | conditional | allow  | roles.agent.can[0] |",
    );
  });

  it("names the denial, and the ceiling", () => {
    expect(
      failureOf(() =>
        expect(deskPolicy).toPermitOnly("lead", [
          "contacts:read",
          "contacts:write if",
          "contacts:delete",
          "conversations:read",
          "conversations:reply",
          "conversations:close",
        ]),
      ),
    ).toContain("| missing    | contacts:delete | allow | deny   | roles.lead.cannot[0] |");
    const bounded = intercomPolicy.withRoles([], { ceiling: ["contacts:read"] });
    expect(
      failureOf(() => expect(bounded).toPermitOnly("agent", ["contacts:read", "tickets:read"])),
    ).toMatch(/missing +\| tickets:read \| allow \| deny {3}\| .*, above the ceiling \|/);
  });

  it("is denied by .not", () => {
    expect(deskPolicy).not.toPermitOnly("agent", ["contacts:read"]);
    expect(failureOf(() => expect(deskPolicy).not.toPermitOnly("agent", OF_AGENT))).toBe(lines`
      expect(policy).not.toPermitOnly("agent", permissions)

      The role "agent" must not permit exactly what is listed, and does.
    `);
  });

  it.each([
    [["agnet", []], '"agnet" is no role of this policy. Did you mean "agent"?'],
    [[{ id: "7", roles: ["agent"] }, []], "A role is named by a string, and this is an object."],
    [["agent"], "toPermitOnly takes the permissions as an array, and was given undefined."],
    [
      ["agent", ["contact:read"]],
      '"contact:read" is no permission of this policy. Did you mean "contacts:read"?',
    ],
    [
      ["agent", ["contact:read if"]],
      '"contact:read" is no permission of this policy. Did you mean "contacts:read"?',
    ],
    [["agent", [7]], "A permission is named by a string, and this is a number."],
    [
      ["agent", ["contacts:read", "contacts:read if"]],
      'toPermitOnly names "contacts:read" twice. It is permitted always, or under a condition ("contacts:read if").',
    ],
  ])("refuses %j, after .not as well", (args, message) => {
    for (const isNot of [false, true]) {
      const call = () => rbacMatchers.toPermitOnly.call({ isNot }, deskPolicy, ...args);
      expect(failureOf(call)).toBe(message);
    }
  });
});
