import { describe, expect, it } from "vitest";
import { AnswerTable, LOOK, NO, NOTHING, YES } from "../../src/decision/answer-table.ts";
import { RolePlaces } from "../../src/decision/role-places.ts";
import { parseDefinition } from "../../src/definition/parse-definition.ts";
import { Role } from "../../src/definition/role.ts";
import { elementsRead, noting } from "../rules/noting.ts";

const READ = 0;
const DELETE = 1;
const definition = {
  permissions: { contacts: ["read", "delete"] },
  roles: {
    reader: { can: ["contacts:read"] },
    guard: { cannot: ["contacts:delete"] },
    owner: { can: ["*"] },
  },
};

class CountingMap extends Map<unknown, number> {
  readonly sought: unknown[] = [];

  override get(name: unknown): number | undefined {
    this.sought.push(name);
    return super.get(name);
  }
}

/** A table, and the names of roles that it looked up, in turn. */
function counting(changes: object = {}) {
  const model = { ...parseDefinition(definition), ...changes };
  const names = new CountingMap([...model.roles.keys()].map((name, at) => [name, at]));
  const table = new AnswerTable(model, new RolePlaces(names));
  const ask = (roles: readonly string[], position = READ): number =>
    table.of({ id: "1", roles }, position);
  return { ask, sought: names.sought };
}

describe("what is remembered from one question to the next", () => {
  it("where the last role's answers begin", () => {
    const { ask, sought } = counting();
    expect([ask(["reader"]), ask(["reader"], DELETE), ask(["reader"])]).toEqual([
      YES,
      NOTHING,
      YES,
    ]);
    expect(sought).toEqual(["reader"]);
    ask(["owner"]);
    ask(["reader"]);
    expect(sought).toEqual(["reader", "owner", "reader"]);
  });

  it("where those of the last list begin", () => {
    const { ask, sought } = counting();
    const roles = ["reader", "guard"];
    expect([ask(roles), ask(roles, DELETE), ask([...roles])]).toEqual([YES, NO, YES]);
    expect(sought).toEqual(["reader", "guard"]);
  });

  it("nothing of a name that is no role, which takes no role's place", () => {
    const { ask, sought } = counting();
    ask(["reader"]);
    ask(["reader", "guard"]);
    expect([ask(["ghost"]), ask(["reader", "ghost"])]).toEqual([LOOK, LOOK]);
    sought.length = 0;
    ask(["reader"]);
    ask(["reader", "guard"]);
    expect(sought).toEqual([]);
  });

  it("a list of eight names, and none of nine", () => {
    for (const [length, again] of [
      [8, 0],
      [9, 9],
    ] as const) {
      const { ask, sought } = counting();
      const roles: string[] = Array(length).fill("reader");
      expect(ask(roles)).toBe(YES);
      sought.length = 0;
      expect(ask(roles)).toBe(YES);
      expect(sought).toHaveLength(again);
    }
  });

  it("a list only of its own length", () => {
    const { ask } = counting();
    expect(ask(["reader", "guard"], DELETE)).toBe(NO);
    expect(ask(["reader", "guard", "owner"], DELETE)).toBe(LOOK);
    expect(ask(["reader", "guard"], DELETE)).toBe(NO);
    expect(ask([], DELETE)).toBe(NOTHING);
  });

  it("reads each name of it once, and no further than there are names", () => {
    const table = new AnswerTable(parseDefinition(definition));
    table.of({ id: "1", roles: ["reader", "guard"] }, READ);
    const roles = noting(["reader", "guard"]);
    expect(table.of({ id: "1", roles: roles.object }, READ)).toBe(YES);
    expect(elementsRead(roles)).toEqual(["get 0", "get 1"]);
  });
});

describe("what a table is made of", () => {
  it("no role excludes another where none is held", () => {
    const { ask, sought } = counting({ exclusive: [["reader", "owner"]] });
    expect([ask([]), ask(["reader", "guard"])]).toEqual([NOTHING, LOOK]);
    expect(sought).toEqual([]);
  });

  it("two rules of one role on one permission both count", () => {
    const when = { open: true };
    const model = parseDefinition({
      permissions: { contacts: ["read", "delete"] },
      roles: {
        both: { can: ["contacts:read", { permission: "contacts:read", when }] },
        wary: {
          cannot: ["contacts:delete", { permission: "contacts:delete", when }],
        },
      },
    });
    const table = new AnswerTable(model);
    expect(table.of({ id: "1", roles: ["both"] }, READ)).toBe(YES);
    expect(table.of({ id: "1", roles: ["wary"] }, DELETE)).toBe(NO);
  });

  it("two bits for each role and permission, a whole number of bytes for each role", () => {
    const bytes = (permissions: number, roles: number): number => {
      const actions = Array.from({ length: permissions }, (_, at) => `a${at}`);
      const names = Array.from({ length: roles }, (_, at) => [`r${at}`, {}]);
      return new AnswerTable(
        parseDefinition({ permissions: { x: actions }, roles: Object.fromEntries(names) }),
      ).size;
    };
    expect([bytes(4, 1), bytes(5, 1), bytes(4, 3), bytes(200, 20)]).toEqual([1, 2, 3, 1_000]);
  });

  it("the rules of a role that many inherit are read once", () => {
    const model = parseDefinition(definition);
    let read = 0;
    const source = { name: "base", title: undefined, parents: [], rules: [] };
    const base = new Role(source, []);
    const counted = new Proxy(base, {
      get(role, key) {
        if (key === "rules") read += 1;
        return Reflect.get(role, key, role);
      },
    });
    const heirs = ["a", "b", "c"].map((name) => new Role({ ...source, name }, [counted]));
    const roles = new Map([counted, ...heirs].map((role) => [role.name, role]));
    read = 0;
    new AnswerTable({ ...model, roles });
    expect(read).toBe(1);
  });
});
