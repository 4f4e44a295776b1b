import type { Layers } from "../decision/evaluate.ts";
import { evaluate, layersOf } from "../decision/evaluate.ts";
import type { Outcome } from "../decision/outcome.ts";
import { readFields } from "../decision/read-fields.ts";
import { unknownPermission } from "../decision/unknown-permission.ts";
import type { Verdict } from "../decision/verdict.ts";
import { verdictOf } from "../decision/verdict.ts";
import { clonePlain } from "../definition/clone-plain.ts";
import { kindOf } from "../problems/describe-value.ts";
import { ProblemList } from "../problems/problem-list.ts";
import type { Place } from "../problems/problem-path.ts";
import { isScalar } from "../rules/comparison.ts";
import { accessorOf, checkFieldPath } from "../rules/field-path.ts";
import { parseCondition } from "../rules/parse-condition.ts";
import type { Rule } from "../rules/rule.ts";

/** One principal's answers, in a browser. `P` is the policy's `PermissionOf`. */
export interface Snapshot<P extends string = string> {
  readonly policyVersion: string;
  readonly permissions: readonly string[];
  /** The answer of `policy.can`. Throws `ERR_RBAC_PERMISSION_UNKNOWN` and `ERR_RBAC_OPTION_INVALID`. */
  can(
    permission: P,
    resource?: object,
    options?: { readonly fields?: readonly string[] | undefined },
  ): boolean;
  couldEver(permission: P): boolean;
  filter<Row extends object>(permission: P, rows: readonly Row[]): Row[];
}

type Data = { readonly [key: string]: unknown };

/** References were replaced by values, and scopes asked about, when the snapshot was made. */
const NO_ATTRIBUTES = Object.freeze({});
const NO_SCOPES: readonly never[] = Object.freeze([]);
const REFUSED: Verdict = verdictOf([]);

function isData(value: unknown): value is Data {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isStrings(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((element) => typeof element === "string");
}

class SnapshotReader {
  readonly #problems = new ProblemList();
  readonly #root: Data;

  constructor(json: unknown) {
    const data = clonePlain(json, [], this.#problems);
    this.#root = isData(data) ? data : this.#fail([], "an object", data);
    if (this.#root["version"] !== 1) {
      this.#problems.add(
        "document_version",
        ["version"],
        "this version of a snapshot is not known.",
        "1 is.",
      );
    }
    this.#problems.throwIfAny();
  }

  text(key: string): string {
    const value = this.#root[key];
    return typeof value === "string" ? value : this.#fail([key], "a string", value);
  }

  permissions(): readonly string[] {
    const value = this.#root["permissions"];
    return isStrings(value) ? value : this.#fail(["permissions"], "an array of strings", value);
  }

  tenant(): Layers["tenant"] {
    const value = this.#root["tenant"];
    if (value === undefined) return undefined;
    const row = isData(value) ? value["row"] : undefined;
    const home = isData(value) ? value["value"] : undefined;
    if (!checkFieldPath(row, ["tenant", "row"], this.#problems)) return this.#problems.throwNow();
    return { row: accessorOf(row), principal: () => (isScalar(home) ? home : undefined) };
  }

  verdicts(): ReadonlyMap<string, Verdict> {
    const answers = this.#root["answers"];
    if (!isData(answers)) return this.#fail(["answers"], "an object", answers);
    const verdicts = new Map<string, Verdict>();
    for (const [permission, answer] of Object.entries(answers)) {
      const place = ["answers", permission];
      const { grants, denials } = isData(answer) ? answer : this.#fail(place, "an object", answer);
      const rules = [
        ...this.#rules(grants, [...place, "grants"], false),
        // Only an absent list is no list: null in its place would drop denials unseen.
        ...this.#rules(denials === undefined ? [] : denials, [...place, "denials"], true),
      ];
      verdicts.set(permission, verdictOf(rules));
    }
    this.#problems.throwIfAny();
    return verdicts;
  }

  #rules(list: unknown, place: Place, inverted: boolean): Rule[] {
    if (!Array.isArray(list)) return this.#fail(place, "an array", list);
    return list.map((entry: unknown, at) => {
      const here = [...place, at];
      const { when, fields } = isData(entry) ? entry : this.#fail(here, "an object", entry);
      if (fields !== undefined && !isStrings(fields))
        return this.#fail(here, "a rule with an array of fields", entry);
      return Object.freeze({
        path: "",
        role: "",
        inverted,
        named: false,
        permissions: [],
        when:
          when === undefined
            ? undefined
            : parseCondition(when, [...here, "when"], this.#problems, "bound"),
        fields,
      });
    });
  }

  #fail(place: Place, wanted: string, value: unknown): never {
    this.#problems.add("type_invalid", place, `this must be ${wanted}, and is ${kindOf(value)}.`);
    return this.#problems.throwNow();
  }
}

/**
 * Reads what `policy.snapshotFor(who)` made, as data or as JSON text, without CASL or zod. The same code evaluates
 * it that answers on the server. It decides what a page shows; the server still decides what happens.
 *
 * Throws `ERR_RBAC_POLICY_INVALID` when it is no snapshot.
 *
 * @example
 * const can = readSnapshot(await (await fetch("/me/permissions")).json());
 * deleteButton.hidden = !can.couldEver("contacts:delete");
 */
export function readSnapshot<P extends string = string>(json: unknown): Snapshot<P> {
  const reader = new SnapshotReader(typeof json === "string" ? parseSnapshotText(json) : json);
  const permissions = reader.permissions();
  const known = new Set(permissions);
  const verdicts = reader.verdicts();
  const layers = layersOf({ scopes: undefined, belowCeiling: true, tenant: reader.tenant() });

  const ask = (permission: string, resource: unknown, fields?: readonly string[]): Outcome => {
    if (!known.has(permission)) throw unknownPermission(permission, permissions);
    const verdict = verdicts.get(permission) ?? REFUSED;
    return evaluate(verdict, layers, NO_ATTRIBUTES, NO_SCOPES, resource, fields);
  };
  return Object.freeze({
    policyVersion: reader.text("policyVersion"),
    permissions,
    can: (permission, resource, options) => ask(permission, resource, readFields(options)).allowed,
    couldEver(permission) {
      const { allowed, code } = ask(permission, undefined);
      return allowed || code === "field_required" || code === "resource_required";
    },
    filter: (permission, rows) => rows.filter((row) => ask(permission, row ?? null).allowed),
  } satisfies Snapshot);
}

function parseSnapshotText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    const problems = new ProblemList();
    problems.add("document_invalid", [], "the text is no JSON.");
    return problems.throwNow();
  }
}
