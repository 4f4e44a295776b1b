import { describe, expect, it } from "vitest";
import { AnswerTable, LOOK, NO, NOTHING, YES } from "../../src/decision/answer-table.ts";
import { parseDefinition } from "../../src/definition/parse-definition.ts";
import { loosePolicy } from "./loose-policy.ts";

const definition = {
  permissions: { contacts: ["read", "write", "delete", "merge", "export"] },
  roles: {
    reader: { can: ["contacts:read"] },
    writer: { extends: ["reader"], can: ["contacts:write"] },
    guard: { cannot: ["contacts:delete"] },
    heir: { extends: ["guard"], can: ["contacts:*"] },
    owner: { can: ["*"] },
    author: { can: [{ permission: "contacts:write", when: { authorId: "1" } }] },
    both: { extends: ["author"], can: ["contacts:write"] },
    wary: { cannot: [{ permission: "contacts:write", when: { locked: true } }] },
    editor: { can: [{ permission: "contacts:write", fields: ["name"] }] },
  },
};

function answers(roles: unknown, changes: object = {}): (position: number) => number {
  const table = new AnswerTable({ ...parseDefinition(definition), ...changes });
  return (position) => table.of({ id: "1", roles }, position);
}

const READ = 0;
const WRITE = 1;
const DELETE = 2;
const MERGE = 3;
const EXPORT = 4;

describe("AnswerTable", () => {
  it.each<[string, readonly string[], number, number]>([
    ["no rule", ["reader"], WRITE, NOTHING],
    ["a grant", ["reader"], READ, YES],
    ["an inherited grant", ["writer"], READ, YES],
    ["the fifth permission, in a byte of its own", ["owner"], EXPORT, YES],
    ["a denial and nothing else", ["guard"], DELETE, NO],
    ["an inherited denial of what is granted", ["heir"], DELETE, NO],
    ["a grant beside a denial of something else", ["heir"], MERGE, YES],
    ["a grant on a condition", ["author"], WRITE, LOOK],
    ["a grant on a condition and one without", ["both"], WRITE, YES],
    ["a denial on a condition, even beside no grant", ["wary"], WRITE, LOOK],
    ["a grant of fields", ["editor"], WRITE, LOOK],
    ["two roles that say nothing", ["reader", "guard"], MERGE, NOTHING],
    ["a grant beside silence", ["guard", "owner"], READ, YES],
    ["a grant beside a denial", ["owner", "guard"], DELETE, LOOK],
    ["a grant beside a condition", ["author", "writer"], WRITE, LOOK],
    ["no role at all", [], READ, NOTHING],
  ])("answers for %s", (_, roles, position, expected) => {
    const of = answers(roles);
    expect(of(position)).toBe(expected);
    // Remembered from the question before.
    expect(of(position)).toBe(expected);
  });

  it.each<[string, unknown]>([
    ["an unknown role", ["nobody"]],
    ["an unknown role beside a known one", ["owner", "nobody"]],
    ["the name of a property every object has", ["constructor"]],
    ["a hole", new Array(1)],
    ["a hole beside a role", Object.assign(["owner"], { length: 2 })],
    ["undefined", [undefined]],
    ["an array in place of a name", [["owner"]]],
    ["no array", "owner"],
    ["nothing", undefined],
  ])("looks at %s, before it has answered anything and after", (_, roles) => {
    const table = new AnswerTable(parseDefinition(definition));
    expect(table.of({ id: "1", roles }, READ)).toBe(LOOK);
    table.of({ id: "1", roles: ["owner"] }, READ);
    table.of({ id: "1", roles: ["owner", "guard"] }, READ);
    expect(table.of({ id: "1", roles }, READ)).toBe(LOOK);
  });

  it("looks at whoever is not an object literal with an id and no scopes", () => {
    const table = new AnswerTable(parseDefinition(definition));
    const roles = ["owner"];
    class Person {
      id = "1";
      roles = roles;
    }
    const others: readonly unknown[] = [
      undefined,
      null,
      "owner",
      { roles },
      { id: "", roles },
      { id: 1, roles },
      { id: "1", roles, scopes: [] },
      Object.create({ id: "1", roles }),
      Object.assign(Object.create(null), { id: "1", roles }),
      new Person(),
    ];
    expect(others.map((who) => table.of(who, READ))).toEqual(others.map(() => LOOK));
  });

  it("looks at everybody while Object.prototype lends an id, roles or scopes", () => {
    const table = new AnswerTable(parseDefinition(definition));
    for (const key of ["id", "roles", "scopes"]) {
      Object.defineProperty(Object.prototype, key, { value: ["owner"], configurable: true });
      try {
        expect(table.of({ id: "1", roles: ["owner"] }, READ)).toBe(LOOK);
        expect(table.of({}, READ)).toBe(LOOK);
      } finally {
        Reflect.deleteProperty(Object.prototype, key);
      }
    }
    expect(table.of({ id: "1", roles: ["owner"] }, READ)).toBe(YES);
  });

  it("takes nothing that a polluted Object.prototype says at a position", () => {
    const model = parseDefinition(definition);
    for (const said of [1, 2, 4, 8]) {
      const lent = { value: said, configurable: true, writable: true };
      Object.defineProperty(Object.prototype, DELETE, lent);
      try {
        expect(Reflect.get({}, DELETE)).toBe(said);
        const table = new AnswerTable(model);
        expect(table.of({ id: "1", roles: ["reader"] }, DELETE)).toBe(NOTHING);
        expect(table.of({ id: "1", roles: ["guard"] }, DELETE)).toBe(NO);
      } finally {
        Reflect.deleteProperty(Object.prototype, DELETE);
      }
    }
  });

  it("looks at two roles where some exclude each other, and at no fewer", () => {
    const exclusive = [["guard", "owner"]];
    expect(answers(["owner", "reader"], { exclusive })(READ)).toBe(LOOK);
    expect(answers(["owner"], { exclusive })(READ)).toBe(YES);
  });

  it("refuses above the ceiling, and looks at scopes", () => {
    const ceiling = new Set([READ]);
    expect([READ, WRITE].map(answers(["owner"], { ceiling }))).toEqual([YES, NO]);
    expect(answers(["reader"], { ceiling })(WRITE)).toBe(NOTHING);
    const scopes = [["r"], ["w"], [], [], []];
    expect([READ, WRITE].map(answers(["reader"], { scopes }))).toEqual([LOOK, NOTHING]);
  });

  it("reads the roles anew at every question: the same object, the same array", () => {
    const policy = loosePolicy(definition);
    const may = policy.checker("contacts:delete");
    const roles = ["owner"];
    const who = { id: "1", roles };
    const asked: boolean[] = [];
    const ask = (): void => void asked.push(may(who), policy.can(who, "contacts:delete"));
    ask();
    roles[0] = "reader";
    ask();
    roles[0] = "owner";
    ask();
    roles.push("guard");
    ask();
    roles[1] = "reader";
    ask();
    roles[0] = "guard";
    ask();
    who.roles = ["owner"];
    ask();
    Reflect.deleteProperty(who, "id");
    ask();
    expect(asked).toEqual(
      [true, false, true, false, true, false, true, false].flatMap((answer) => [answer, answer]),
    );
  });

  it("keeps lists apart when reading a role asks about another list", () => {
    const policy = loosePolicy(definition);
    const who = { id: "1", roles: ["reader", "writer"] };
    expect(policy.can(who, "contacts:delete")).toBe(false);
    const asking = (name: string) => () => {
      policy.can({ id: "2", roles: ["owner", "owner"] }, "contacts:read");
      return name;
    };
    for (const at of [0, 1]) {
      const roles = ["reader", "writer"];
      Object.defineProperty(roles, at, { get: asking(roles[at] ?? "") });
      expect(policy.can({ id: "1", roles }, "contacts:delete")).toBe(false);
      expect(policy.checker("contacts:delete")({ id: "1", roles })).toBe(false);
      expect(policy.can({ id: "1", roles }, "contacts:write")).toBe(true);
    }
  });

  it("does not read what a class keeps behind getters", () => {
    const policy = loosePolicy(definition);
    class Person {
      id = "1";
      roles = ["owner"];
      get scopes(): never {
        throw new Error("the getter ran");
      }
    }
    expect(policy.can(new Person(), "contacts:delete")).toBe(true);
    expect(policy.decide(new Person(), "contacts:delete").code).toBe("granted");
  });

  it("answers for more roles than it remembers", () => {
    const many = Array.from({ length: 40 }, () => "reader");
    const of = answers([...many, "owner"]);
    expect([of(DELETE), of(DELETE)]).toEqual([YES, YES]);
  });
});
