import { describe, expect, it } from "vitest";
import "../src/vitest.ts";
import { rbacMatchers } from "../src/index.ts";
import { deskPolicy } from "./support/desk-policy.ts";
import { failureOf, lines } from "./support/failure-of.ts";

const TABLE = `
  | permission          | agent | lead | owner |
  | :------------------ | :---: | ---- | ----: |
  | contacts:read       | x     | x    | x     |
  | contacts:write      | if    | if   | x     |
  | contacts:delete     |       |      | x     |

  | conversations:read  | x     | x    | x     |
  | conversations:reply | if    | x    | x     |
  | conversations:close |       | x    | x     |
`;

function refusal(table: unknown): string {
  const call = (isNot: boolean) => () =>
    rbacMatchers.toMatchMatrix.call({ isNot }, deskPolicy, table);
  const plain = failureOf(call(false));
  expect(failureOf(call(true)).replace("expect(policy).not.", "expect(policy).")).toBe(plain);
  return plain;
}

describe("toMatchMatrix", () => {
  it("takes what the matrix writes", () => {
    expect(deskPolicy).toMatchMatrix(deskPolicy.matrix().toMarkdown());
    expect(deskPolicy).toMatchMatrix(deskPolicy.matrix().toJSON());
  });

  it("does not mind spaces, line ends, alignment and order", () => {
    expect(deskPolicy).toMatchMatrix(TABLE);
    expect(deskPolicy).toMatchMatrix(TABLE.replaceAll("\n", "\r\n").replaceAll(" |", "\t|"));
    const [head = "", ruler = "", ...rows] = TABLE.split("\n").filter((line) => line.trim() !== "");
    expect(deskPolicy).toMatchMatrix([head, ruler, ...rows.reverse()].join("\n"));
    expect(deskPolicy).toMatchMatrix(
      TABLE.replaceAll(" x ", " allow ").replaceAll(" if ", " conditional "),
    );
  });

  it("shows each cell that differs, both ways, with the rules behind it", () => {
    const table = TABLE.replace(
      "| contacts:delete     |       |",
      "| contacts:delete     | x     |",
    )
      .replace("| if    | x    | x     |", "|       | if   | x     |")
      .replace("| contacts:write      | if    | if   |", "| contacts:write      | if    | x    |");
    expect(failureOf(() => expect(deskPolicy).toMatchMatrix(table))).toBe(lines`
      expect(policy).toMatchMatrix(table)

      The policy must have exactly this matrix.

      | difference | role  | permission          | table       | policy      | rules                                 |
      | ---------- | ----- | ------------------- | ----------- | ----------- | ------------------------------------- |
      | missing    | agent | contacts:delete     | allow       | deny        | no rule                               |
      | unexpected | agent | conversations:reply | deny        | conditional | roles.agent.can[2]                    |
      | missing    | lead  | contacts:write      | allow       | conditional | roles.agent.can[3]                    |
      | unexpected | lead  | conversations:reply | conditional | allow       | roles.agent.can[2], roles.lead.can[0] |

      missing: the policy gives less than the test says. unexpected: it gives more.
    `);
  });

  it("names what the table leaves out", () => {
    const { lead: _lead, ...others } = deskPolicy.matrix().toJSON();
    const { "contacts:delete": _cell, ...cells } = others["agent"] ?? {};
    expect(
      failureOf(() => expect(deskPolicy).toMatchMatrix({ ...others, agent: cells })),
    ).toBe(lines`
        expect(policy).toMatchMatrix(table)

        The policy must have exactly this matrix.

        The table leaves out what the policy has:
          the role "lead"
          the permission "contacts:delete" for agent
      `);
    const shorter = TABLE.replace(/.*contacts:delete.*\n/, "");
    expect(failureOf(() => expect(deskPolicy).toMatchMatrix(shorter))).toContain(
      'The table leaves out what the policy has:\n  the permission "contacts:delete"',
    );
    expect(deskPolicy).not.toMatchMatrix(shorter);
  });

  it("names what the policy does not have, and fails after .not as well", () => {
    const table = TABLE.replace("lead", "laed").replace("contacts:read", "contact:read ");
    expect(refusal(table)).toBe(lines`
      expect(policy).toMatchMatrix(table)

      The policy must have exactly this matrix.

      The table names what the policy does not have:
        "laed" is no role of this policy. Did you mean "lead"?
        "contact:read" is no permission of this policy. Did you mean "contacts:read"?

      The table leaves out what the policy has:
        the role "lead"
        the permission "contacts:read"
    `);
  });

  it("is denied by .not", () => {
    expect(deskPolicy).not.toMatchMatrix(TABLE.replace("| x     | x    | x     |", "| | | |"));
    expect(failureOf(() => expect(deskPolicy).not.toMatchMatrix(TABLE))).toBe(lines`
      expect(policy).not.toMatchMatrix(table)

      The policy must not have this matrix, and has.
    `);
  });

  it.each([
    [7, "toMatchMatrix takes the table as Markdown or as an object, and was given a number."],
    [
      "",
      "toMatchMatrix: the table must start with | permission | <role> | … | and a line of | --- |.",
    ],
    [
      "| permission | agent |\n| contacts:read | x |",
      "toMatchMatrix: the table must start with | permission | <role> | … | and a line of | --- |.",
    ],
    [
      "permission | agent",
      'toMatchMatrix: every line of the table starts and ends with "|", and this one does not: "permission | agent".',
    ],
    [
      "| permission | agent |\n|---|---|\n| contacts:read | X |",
      'toMatchMatrix: the cell at agent, contacts:read is "X". A cell is x or allow, if or conditional, empty or deny.',
    ],
    [
      "| permission | agent |\n|---|---|\n| contacts:read | x | x |",
      'toMatchMatrix: the line of "contacts:read" has 2 cells for 1 roles.',
    ],
    [
      "| permission | agent | agent |\n|---|---|---|",
      'toMatchMatrix: the table has two lines or columns for the role "agent".',
    ],
    [
      "| permission | agent |\n|---|---|\n| contacts:read | x |\n| contacts:read | |",
      'toMatchMatrix: the table has two lines or columns for the permission "contacts:read".',
    ],
    [
      { agent: ["contacts:read"] },
      'toMatchMatrix: "agent" must lead to an object of permissions and cells, and leads to an array.',
    ],
    [
      { agent: { "contacts:read": true } },
      "toMatchMatrix: the cell at agent, contacts:read is a boolean. A cell is x or allow, if or conditional, empty or deny.",
    ],
  ])("refuses %j", (table, message) => {
    expect(refusal(table)).toBe(message);
  });
});
