import { afterEach, describe, expect, it } from "vitest";
import { principal } from "../../src/index.ts";
import { ProblemList } from "../../src/problems/problem-list.ts";
import {
  accessorOf,
  checkFieldPath,
  isSingleStep,
  UNREADABLE,
} from "../../src/rules/field-path.ts";
import { callsOf } from "./calls-of.ts";
import { conditionTruth } from "./condition-truth.ts";

describe("field paths", () => {
  it.each<[string, object, unknown]>([
    ["a", { a: 1 }, 1],
    ["a", {}, undefined],
    ["a.b", { a: { b: 1 } }, 1],
    ["a.b.c", { a: { b: { c: 1 } } }, 1],
    ["a.b", { a: null }, undefined],
    ["a.b", { a: undefined }, undefined],
    ["a.b", {}, undefined],
    ["a.b", { "a.b": 1 }, undefined],
    ["a.length", { a: "text" }, UNREADABLE],
    ["a.length", { a: [1, 2] }, UNREADABLE],
    ["a.0", { a: [1, 2] }, UNREADABLE],
    ["a.b", { a: [{ b: 1 }] }, UNREADABLE],
    ["a.b", { a: { b: [1] } }, [1]],
    ["a.name", { a: () => 1 }, UNREADABLE],
    ["a.0", { a: { 0: "x" } }, "x"],
  ])("%s of %j", (path, row, expected) => {
    expect(accessorOf(path)(row)).toEqual(expected);
  });

  it("reads own properties only, at every step", () => {
    const inherited: object = Object.create({ status: "open" });
    expect(accessorOf("status")(inherited)).toBe(UNREADABLE);
    expect(accessorOf("a.status")({ a: inherited })).toBe(UNREADABLE);
    class Row {
      get status(): string {
        return "open";
      }
    }
    expect(accessorOf("status")(new Row())).toBe(UNREADABLE);
  });

  it("takes what it cannot read for neither a value nor missing", () => {
    const locked: object = Object.create({ lockedAt: "2024-01-01" });
    const conditions = [null, { $ne: null }, { $exists: true }, { $exists: false }, { $ne: "x" }];
    expect(conditions.map((lockedAt) => conditionTruth({ lockedAt }, locked))).toEqual([
      "unknown",
      "unknown",
      "unknown",
      "unknown",
      "unknown",
    ]);
    expect(conditionTruth({ "assignee.id": { $exists: false } }, { assignee: "u1" })).toBe(
      "unknown",
    );
    expect(conditionTruth({ "assignee.id": { $exists: false } }, { assignee: null })).toBe("true");
    const none = { lockedAt: { $nin: principal("ids") } };
    expect(conditionTruth(none, locked, { ids: [] })).toBe("unknown");
  });

  it("reads own getters, and passes on what they throw", () => {
    const failure = new Error("lazy column");
    const row = {
      get good() {
        return 1;
      },
      get bad() {
        throw failure;
      },
    };
    expect(accessorOf("good")(row)).toBe(1);
    expect(() => accessorOf("bad")(row)).toThrow(failure);
  });

  it("reads rows without a prototype, frozen ones and Maps by their own properties", () => {
    const bare: object = Object.assign(Object.create(null), { a: 1 });
    expect(accessorOf("a")(bare)).toBe(1);
    expect(accessorOf("a")(Object.freeze({ a: 1 }))).toBe(1);
    expect(accessorOf("a")(new Map([["a", 1]]))).toBeUndefined();
  });

  it("walks the principal's attributes in the same way", () => {
    const when = { teamId: principal("team.id") };
    expect(conditionTruth(when, { teamId: 7 }, { team: { id: 7 } })).toBe("true");
    expect(conditionTruth(when, { teamId: 7 }, { team: [{ id: 7 }] })).toBe("unknown");
    expect(conditionTruth(when, { teamId: 7 }, { team: Object.create({ id: 7 }) })).toBe("unknown");
  });
});

describe("a name of one step", () => {
  it("is told from a path, and read without walking one", () => {
    expect(["a", "a.b", "a.b.c"].map(isSingleStep)).toEqual([true, false, false]);
    const walks = (path: string): number => {
      const read = accessorOf(path);
      return callsOf(Array.prototype, Symbol.iterator, () => read({ a: { b: 1 } }));
    };
    expect([walks("a"), walks("a.b")]).toEqual([0, 1]);
  });
});

describe("checkFieldPath", () => {
  const steps = (count: number): string => Array(count).fill("a").join(".");

  it.each<[string, unknown, string | undefined]>([
    ["200 characters", "a".repeat(200), undefined],
    ["201 characters", "a".repeat(201), "field_invalid"],
    ["8 steps", steps(8), undefined],
    ["9 steps", steps(9), "field_invalid"],
    ["an empty step", "a..b", "field_invalid"],
    ["a control character", "a\u0000", "field_invalid"],
    ["an operator", "$eq", "operator_unknown"],
    ["a property every object has", "a.constructor", "key_forbidden"],
    ["no string", 1, "field_invalid"],
  ])("%s: says what it reports", (_, path, code) => {
    const problems = new ProblemList();
    expect(checkFieldPath(path, ["when"], problems)).toBe(code === undefined);
    expect(problems.all.map((problem) => problem.code)).toEqual(code === undefined ? [] : [code]);
  });
});

describe("a polluted prototype", () => {
  afterEach(() => {
    Reflect.deleteProperty(Object.prototype, "status");
    Reflect.deleteProperty(Object.prototype, "$principal");
    Reflect.deleteProperty(Array.prototype, "0");
  });

  function plant(prototype: object, key: string, value: unknown): void {
    Object.defineProperty(prototype, key, { value, configurable: true, writable: true });
  }

  it("matches no condition of a row", () => {
    plant(Object.prototype, "status", "open");
    expect(Reflect.get({}, "status")).toBe("open");
    expect(conditionTruth({ status: "open" }, {})).toBe("unknown");
    expect(conditionTruth({ status: null }, {})).toBe("unknown");
    expect(conditionTruth({ "a.status": "open" }, { a: {} })).toBe("unknown");
  });

  it("lends a principal no attribute", () => {
    plant(Object.prototype, "status", "open");
    expect(conditionTruth({ v: principal("status") }, { v: "open" }, {})).toBe("unknown");
  });

  it("turns no literal into a reference", () => {
    plant(Object.prototype, "$principal", "id");
    expect(conditionTruth({ v: ["a"].at(0) }, { v: "a" }, { id: "b" })).toBe("true");
  });

  it("fills no list of the principal and no array of a row", () => {
    plant(Array.prototype, "0", "open");
    expect(Reflect.get([], 0)).toBe("open");
    expect(conditionTruth({ v: { $in: principal("ids") } }, { v: "open" }, { ids: [] })).toBe(
      "false",
    );
    expect(conditionTruth({ v: { $all: ["open"] } }, { v: [] })).toBe("false");
  });
});
