import { z } from "zod";
import { kindOf, quote } from "../problems/describe-value.ts";
import { didYouMean } from "../problems/nearest.ts";
import type { ProblemList } from "../problems/problem-list.ts";
import type { Place } from "../problems/problem-path.ts";

/** One entry of `can` or `cannot` that says more than a name. */
export interface RawRule {
  readonly permission: string | readonly string[];
  /** Conditions have a grammar of their own, which parse-condition.ts reads. */
  readonly when?: unknown;
  readonly fields?: readonly string[] | undefined;
  readonly reason?: string | undefined;
}

export interface RawRole {
  readonly title?: string | undefined;
  readonly extends?: readonly string[] | undefined;
  readonly can?: readonly (string | RawRule)[] | undefined;
  readonly cannot?: readonly (string | RawRule)[] | undefined;
}

export interface RawDefinition {
  readonly permissions: { readonly [resource: string]: readonly string[] };
  readonly roles: { readonly [name: string]: RawRole };
  readonly exclusive?: readonly (readonly string[])[] | undefined;
  readonly tenant?: { readonly row: string; readonly principal: string } | undefined;
}

export interface RawDocument extends RawDefinition {
  readonly version: 1;
  readonly scopes?: { readonly [permission: string]: readonly string[] } | undefined;
  readonly ceiling?: readonly string[] | undefined;
}

export interface RawExtension extends Pick<RawDefinition, "roles"> {
  readonly permissions?: RawDefinition["permissions"] | undefined;
}

export interface RawCustomRole extends RawRole {
  readonly name: string;
}

export interface RawScopeMap {
  readonly [permission: string]: readonly string[] | { readonly scopes: readonly string[] };
}

const names = z.array(z.string());

const rule = z.strictObject({
  permission: z.union([z.string(), names.min(1)]),
  when: z.unknown().optional(),
  fields: names.min(1).optional(),
  reason: z.string().optional(),
});

const ruleEntry = z.union([z.string(), rule]);

const role = z.strictObject({
  title: z.string().optional(),
  extends: names.optional(),
  can: z.array(ruleEntry).optional(),
  cannot: z.array(ruleEntry).optional(),
});

const definition = z.strictObject({
  permissions: z.record(z.string(), names.min(1)),
  roles: z.record(z.string(), role),
  exclusive: z.array(names).optional(),
  tenant: z.strictObject({ row: z.string(), principal: z.string() }).optional(),
});

const document = z.strictObject({
  version: z.literal(1),
  ...definition.shape,
  scopes: z.record(z.string(), names).optional(),
  ceiling: names.optional(),
});

/** A policy in code, its `types` left out. */
export const definitionSchema: z.ZodType<RawDefinition> = definition;

/** A policy as `toJSON()` writes it. */
export const documentSchema: z.ZodType<RawDocument> = document;

/** What `extendPolicy` adds. */
export const extensionSchema: z.ZodType<RawExtension> = z.strictObject({
  permissions: definition.shape.permissions.optional(),
  roles: definition.shape.roles,
});

/** Custom roles as an app stores them. */
export const customRolesSchema: z.ZodType<readonly RawCustomRole[]> = z.array(
  z.strictObject({ name: z.string(), ...role.shape }),
);

export const scopeMapSchema: z.ZodType<RawScopeMap> = z.record(
  z.string(),
  // An entry may carry more than its scopes, such as how sure it is.
  z.union([names, z.object({ scopes: names })]),
);

export const ceilingSchema: z.ZodType<readonly string[]> = names;

type Issue = z.core.$ZodIssue;

function isPlace(path: readonly PropertyKey[]): path is (string | number)[] {
  return path.every((step) => typeof step !== "symbol");
}

/** Of a union's alternatives, the one the author was writing: an object or array that is wrong inside. */
function closest(issue: Extract<Issue, { code: "invalid_union" }>): readonly Issue[] | undefined {
  return issue.errors.find((issues) =>
    issues.some((inner) => inner.path.length > 0 || inner.code === "unrecognized_keys"),
  );
}

function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
  let value = root;
  for (const step of path) {
    value = typeof value === "object" && value !== null ? Reflect.get(value, step) : undefined;
  }
  return value;
}

function expectation(issue: Issue): string {
  switch (issue.code) {
    case "invalid_type":
      return issue.expected === "record"
        ? "an object"
        : `${/^[aeiou]/.test(issue.expected) ? "an" : "a"} ${issue.expected}`;
    case "too_small":
      return "at least one entry";
    case "invalid_value":
      return issue.values.map(String).join(" or ");
    default:
      return "a string or an object";
  }
}

const KNOWN_KEYS: readonly string[] = [
  ...Object.keys(document.shape),
  ...Object.keys(role.shape),
  ...Object.keys(rule.shape),
  "name",
];

function report(
  issue: Issue,
  root: unknown,
  base: readonly PropertyKey[],
  place: Place,
  problems: ProblemList,
): void {
  const path = [...base, ...issue.path];
  if (issue.code === "invalid_union") {
    const inner = closest(issue);
    if (inner !== undefined) {
      for (const one of inner) report(one, root, path, place, problems);
      return;
    }
  }
  const here = [...place, ...(isPlace(path) ? path : [])];
  if (issue.code === "unrecognized_keys") {
    for (const key of issue.keys) {
      problems.add(
        "key_unknown",
        [...here, key],
        `${quote(key)} is no key here.`,
        didYouMean(key, KNOWN_KEYS),
      );
    }
    return;
  }
  const value = valueAt(root, path);
  const found = Array.isArray(value) && value.length === 0 ? "an empty array" : kindOf(value);
  problems.add("type_invalid", here, `this must be ${expectation(issue)}, and is ${found}.`);
}

/**
 * Reports every difference from the shape at its place. Throws them all, with those found before, unless only
 * unknown keys were found: then the rest can still be read, and whoever reads it throws in the end.
 */
export function assertShape<T>(
  schema: z.ZodType<T>,
  value: unknown,
  place: Place,
  problems: ProblemList,
): asserts value is T {
  const result = schema.safeParse(value);
  if (result.success) return;
  const before = problems.all.length;
  for (const issue of result.error.issues) report(issue, value, [], place, problems);
  const found = problems.all.slice(before);
  if (found.length === 0 || found.some(({ code }) => code !== "key_unknown")) problems.throwNow();
}
