import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { clonePlain, MAX_VALUES } from "../../src/definition/clone-plain.ts";
import {
  plainCustomRoles,
  plainDefinition,
  plainExtension,
} from "../../src/definition/plain-reader.ts";
import { readShape } from "../../src/definition/read-shape.ts";
import { schemas } from "../../src/definition/schema.ts";
import { ProblemList } from "../../src/problems/problem-list.ts";
import { policyData } from "../proof/generate-policies.ts";
import { holdsFor } from "../proof/seed.ts";

const KINDS = {
  definition: { plain: plainDefinition, schema: schemas().definition, place: [] },
  extension: { plain: plainExtension, schema: schemas().extension, place: [] },
  customRoles: { plain: plainCustomRoles, schema: schemas().customRoles, place: ["roles"] },
} as const;
type Kind = keyof typeof KINDS;

/** As the long way reads it; undefined when that has anything to report. */
function reported(kind: Kind, value: unknown): unknown {
  const problems = new ProblemList();
  const { schema, place } = KINDS[kind];
  try {
    const shape = readShape<unknown>(schema, clonePlain(value, place, problems), place, problems);
    return problems.all.length === 0 ? shape : undefined;
  } catch {
    return undefined;
  }
}

/** The same data with nothing but data: no prototypes, and nothing that says nothing. */
const data = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

class Instance {
  permission = "contacts:read";
}

const getter = () =>
  Object.defineProperty({}, "permission", { get: () => "contacts:read", enumerable: true });
const hidden = () => Object.defineProperty({ permission: "contacts:read" }, "when", { value: 7 });

/** Whatever may stand in place of a part of a definition. */
const oddities: readonly (() => unknown)[] = [
  () => undefined,
  () => null,
  () => Number.NaN,
  () => 7,
  () => true,
  () => "",
  () => "contacts:read",
  () => [],
  () => [[]],
  () => ["contacts:read", "contacts:read"],
  () => new Array(2),
  () => ({}),
  () => ({ permission: "contacts:read" }),
  () => ({ permission: [], when: {} }),
  () => ({ permission: ["contacts:read"], fields: ["a"], reason: "why" }),
  () => ({ permission: "contacts:read", when: { a: { $in: [{ $principal: "id" }] } } }),
  () => ({ permission: "contacts:read", when: { a: { $in: [{ $principal: [["id"]] }] } } }),
  () => Object.assign(Object.create(null), { permission: "contacts:read" }),
  () => Object.assign(Object.create({ when: 7 }), { permission: "contacts:read" }),
  () => ({ permission: "contacts:read", [Symbol("when")]: 7 }),
  () => JSON.parse('{ "__proto__": [], "permission": "contacts:read" }'),
  () => new Instance(),
  () => new Date(0),
  () => new Map(),
  () => () => undefined,
  () => Symbol("x"),
  () => 7n,
  getter,
  hidden,
];

const names = [
  "can",
  "cannot",
  "extends",
  "title",
  "name",
  "when",
  "fields",
  "types",
  "x",
  "valueOf",
];

interface Change {
  readonly steps: readonly number[];
  readonly oddity: number;
  readonly how: "replace" | "add" | "remove";
  readonly name: string;
}

const change: fc.Arbitrary<Change> = fc.record({
  steps: fc.array(fc.nat(9), { minLength: 1, maxLength: 7 }),
  oddity: fc.nat(oddities.length - 1),
  how: fc.constantFrom("replace", "replace", "add", "remove"),
  name: fc.constantFrom(...names),
});

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

/** Changes one part, some steps down. */
function apply(root: unknown, { steps, oddity, how, name }: Change): void {
  let parent: object | undefined;
  let key: string | undefined;
  let value = root;
  for (const step of steps) {
    if (!isObject(value)) break;
    const keys = Object.keys(value);
    const next = keys[step % Math.max(1, keys.length)];
    if (next === undefined) break;
    parent = value;
    key = next;
    value = Reflect.get(value, next);
  }
  if (parent === undefined || key === undefined) return;
  const odd = oddities[oddity]?.();
  if (how === "add") Reflect.set(isObject(value) ? value : parent, name, odd);
  else if (how === "remove") Reflect.deleteProperty(parent, key);
  else Reflect.set(parent, key, odd);
}

const cases = fc.record({
  kind: fc.constantFrom<Kind>("definition", "extension", "customRoles"),
  policy: policyData,
  changes: fc.array(change, { maxLength: 2 }),
});

describe("what is read without a word", () => {
  it("is what would be read with all the reporting, and nothing that would be reported", () => {
    const seen = { accepted: 0, refused: 0, doubted: 0 };
    holdsFor(cases, 6_000, ({ kind, policy, changes }) => {
      const { permissions, roles } = policy.base;
      const of = {
        definition: policy.base,
        extension: { permissions, roles },
        customRoles: policy.custom,
      };
      const value: unknown = structuredClone(of[kind]);
      for (const one of changes) apply(value, one);

      const plain: unknown = KINDS[kind].plain(value);
      const shape = reported(kind, value);
      if (plain !== undefined) expect(data(shape)).toEqual(data(plain));
      // A definition without a mistake that takes the long way is slow, and no more than that.
      if (plain !== undefined) seen.accepted += 1;
      else if (shape === undefined) seen.refused += 1;
      else seen.doubted += 1;
      if (changes.length === 0) expect(plain).toBeDefined();
    });
    expect(seen.accepted).toBeGreaterThan(100);
    expect(seen.refused).toBeGreaterThan(100);
    expect(seen.doubted).toBeLessThan(seen.accepted / 5);
  });

  it("is not more than may be read at all", () => {
    const at = (length: number) => ({
      permissions: {},
      roles: { a: { can: Array(length).fill("x") } },
    });
    // Besides them there are the root, both keys, the role and its list.
    const most = MAX_VALUES - 6;
    expect(plainDefinition(at(most))).toBeDefined();
    expect(reported("definition", at(most))).toBeDefined();
    expect(plainDefinition(at(most + 1))).toBeUndefined();
    expect(reported("definition", at(most + 1))).toBeUndefined();
  });
});

describe("what is read", () => {
  const role = { can: [{ permission: "contacts:read" }] };

  it("is a copy", () => {
    const definition = { permissions: { contacts: ["read"] }, roles: { agent: role } };
    const copy = plainDefinition(definition);
    const before = data(copy);
    definition.permissions.contacts.push("write");
    Reflect.set(role.can[0] ?? {}, "when", {});
    expect(data(copy)).toEqual(before);
    Reflect.deleteProperty(role.can[0] ?? {}, "when");
  });

  it("runs no getter", () => {
    let ran = 0;
    const get = () => {
      ran += 1;
      return ["contacts:read"];
    };
    const trap = Object.defineProperty({}, "can", { get, enumerable: true });
    expect(plainCustomRoles([trap])).toBeUndefined();
    expect(plainDefinition(Object.defineProperty({}, "roles", { get }))).toBeUndefined();
    expect(ran).toBe(0);
  });

  it.each(["when", "can", "title", "permission", "fields", "exclusive", "row", "value"])(
    "is left to those who look closer while every object has %s",
    (name) => {
      let read: unknown = "not asked";
      Reflect.set(Object.prototype, name, "contacts:read");
      try {
        read = plainCustomRoles([{ name: "night", ...role }]);
      } finally {
        // Before anything is said of it: whoever says it may trip over it too.
        Reflect.deleteProperty(Object.prototype, name);
      }
      expect(read).toBeUndefined();
    },
  );
});
