import { describe, expect, it } from "vitest";
import type { Layers } from "../../src/decision/evaluate.ts";
import { allowedRows, evaluate, layersOf } from "../../src/decision/evaluate.ts";
import { verdictOf } from "../../src/decision/verdict.ts";
import type { Indexed } from "../../src/rules/field-path.ts";
import type { Rule } from "../../src/rules/rule.ts";
import { callsOf } from "../rules/calls-of.ts";
import { comparisons } from "../rules/comparisons.ts";
import { elementsRead, noting } from "../rules/noting.ts";

const NO_LAYERS = layersOf({ scopes: undefined, belowCeiling: true, tenant: undefined });
/** A principal, and the scopes that it holds. */
const WHO: [Indexed, readonly string[]] = [{ id: "1" }, []];

function grant(more: Partial<Rule> = {}): Rule {
  return {
    path: "roles.agent.can[0]",
    role: "agent",
    inverted: false,
    named: true,
    permissions: [0],
    ...more,
  };
}

const when = comparisons({ open: true });
const onCondition = verdictOf([grant({ when })]);
const onEverything = verdictOf([grant()]);

describe("the two commonest answers", () => {
  it("are given without a question to the layers, where none is on", () => {
    const layers = noting<Layers>(NO_LAYERS);
    expect(evaluate(onEverything, layers.object, ...WHO, undefined, undefined).allowed).toBe(true);
    expect(evaluate(onCondition, layers.object, ...WHO, { open: true }, undefined).allowed).toBe(
      true,
    );
    expect(evaluate(onCondition, layers.object, ...WHO, { open: false }, undefined).allowed).toBe(
      false,
    );
    expect(layers.asked).toEqual(["get any", "get any", "get any"]);
  });

  it("are given all the same where a layer is on that lets them pass", () => {
    const layers = layersOf({ scopes: ["read"], belowCeiling: true, tenant: undefined });
    const holder: typeof WHO = [WHO[0], ["read"]];
    expect(evaluate(onEverything, layers, ...holder, undefined, undefined).code).toBe("granted");
    expect(evaluate(onCondition, layers, ...holder, { open: true }, undefined).code).toBe(
      "granted",
    );
    expect(evaluate(onEverything, layers, ...WHO, undefined, undefined).code).toBe("scope_missing");
    expect(evaluate(onCondition, layers, ...WHO, { open: true }, undefined).code).toBe(
      "scope_missing",
    );
  });
});

describe("a grant of everything", () => {
  it("has one outcome, with a row and without, so that one decision is kept", () => {
    const granted = verdictOf([grant(), grant({ when })]);
    for (const [row, fields] of [
      [undefined, undefined],
      [{}, undefined],
      [{ open: true }, undefined],
      [{}, ["name"]],
    ] as const) {
      expect(evaluate(granted, NO_LAYERS, ...WHO, row, fields)).toBe(granted.granted);
    }
  });

  it("is not asked about fields, nor for its single grants", () => {
    const granted = noting(verdictOf([grant(), grant({ when })]));
    expect(evaluate(granted.object, NO_LAYERS, ...WHO, {}, ["name"]).allowed).toBe(true);
    expect(new Set(granted.asked)).toEqual(
      new Set(["get granted", "get rowDecides", "get refused"]),
    );
  });
});

describe("a thousand grants of one value each", () => {
  const many = verdictOf(
    Array.from({ length: 1_000 }, (_, team) => grant({ when: comparisons({ team }) })),
  );

  it("ask a row for it once, whichever question they answer", () => {
    const asked = (ask: (row: Indexed) => void): number => {
      const row = noting<Indexed>({ team: -1 });
      ask(row.object);
      return row.asked.filter((what) => what === "own team").length;
    };
    expect(asked((row) => evaluate(many, NO_LAYERS, ...WHO, row, undefined))).toBe(1);
    expect(asked((row) => evaluate(many, NO_LAYERS, ...WHO, row, []))).toBe(1);
    expect(asked((row) => allowedRows(many, NO_LAYERS, ...WHO, [row]))).toBe(1);
  });
});

describe("allowedRows", () => {
  it("holds no row against denials where there are none", () => {
    const walks = (rules: readonly Rule[]): number => {
      const verdict = verdictOf(rules);
      const [who, scopes] = WHO;
      const ask = (): unknown => allowedRows(verdict, NO_LAYERS, who, scopes, [{ open: true }]);
      // A condition is compiled when it is first asked.
      ask();
      return callsOf(Array.prototype, Symbol.iterator, ask);
    };
    const denial = grant({ inverted: true, when: comparisons({ locked: true }) });
    expect([walks([grant({ when })]), walks([grant({ when }), denial])]).toEqual([0, 1]);
  });

  it("reads each row once, and no further than there are rows", () => {
    const rows = noting<Indexed[]>([{ open: true }, { open: false }]);
    expect(allowedRows(onCondition, NO_LAYERS, ...WHO, rows.object)).toEqual([{ open: true }]);
    expect(elementsRead(rows)).toEqual(["get 0", "get 1"]);
  });
});

describe("fields", () => {
  it("a field that is called undefined is not the whole of a row", () => {
    const verdict = verdictOf([grant({ when }), grant({ fields: ["undefined"] })]);
    const code = (row: unknown, fields?: string[]) =>
      evaluate(verdict, NO_LAYERS, ...WHO, row, fields).code;
    expect(code(undefined)).toBe("resource_required");
    expect(code({ open: false })).toBe("condition_not_met");
    expect(code(undefined, ["undefined"])).toBe("granted");
  });

  it("a verdict that does not say that its grants are limited to fields still refuses", () => {
    const careless = { ...verdictOf([grant({ fields: ["name"] })]), fieldLimited: false };
    expect(evaluate(careless, NO_LAYERS, ...WHO, undefined, undefined).code).toBe(
      "resource_required",
    );
    expect(evaluate(careless, NO_LAYERS, ...WHO, {}, undefined).code).toBe("field_denied");
    expect(allowedRows(careless, NO_LAYERS, ...WHO, [{}])).toEqual([]);
  });
});
