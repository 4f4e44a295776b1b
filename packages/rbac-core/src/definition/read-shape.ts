import type { z } from "zod";
import { kindOf, quote } from "../problems/describe-value.ts";
import { didYouMean } from "../problems/nearest.ts";
import type { ProblemList } from "../problems/problem-list.ts";
import type { Place } from "../problems/problem-path.ts";
import { KEYS } from "./raw.ts";

type Issue = z.core.$ZodIssue;

/** A mistake, and where it is from the root. */
interface Mistake {
  readonly issue: Issue;
  readonly path: Place;
}

/** Words of other libraries, CASL's above all, that are too far from ours to be found by their spelling. */
const OTHER_WORDS: ReadonlyMap<string, string> = new Map([
  ["condition", 'Did you mean "when"?'],
  ["conditions", 'Did you mean "when"?'],
  ["action", 'Did you mean "permission"?'],
  ["subject", 'Did you mean "permission"?'],
  ["invert", "A denial is listed under `cannot`."],
  ["inverted", "A denial is listed under `cannot`."],
]);

/** Of a union's alternatives, the one the author was writing: an object or array that is wrong inside. */
function closest(issue: Extract<Issue, { code: "invalid_union" }>): readonly Issue[] | undefined {
  return issue.errors.find((issues) =>
    issues.some((inner) => inner.path.length > 0 || inner.code === "unrecognized_keys"),
  );
}

function mistakesOf(issue: Issue, outer: Place): readonly Mistake[] {
  const path = [...outer, ...issue.path.filter((step) => typeof step !== "symbol")];
  const inner = issue.code === "invalid_union" ? closest(issue) : undefined;
  return inner === undefined ? [{ issue, path }] : inner.flatMap((one) => mistakesOf(one, path));
}

function valueAt(root: unknown, path: Place): unknown {
  let value = root;
  for (const step of path) {
    value = typeof value === "object" && value !== null ? Reflect.get(value, step) : undefined;
  }
  return value;
}

function withArticle(kind: string): string {
  if (kind === "record") return "an object";
  return `${/^[aeiou]/.test(kind) ? "an" : "a"} ${kind}`;
}

/** What the author should have written, in words. */
function expectation(issue: Issue): string {
  switch (issue.code) {
    case "invalid_type":
      return withArticle(issue.expected);
    case "invalid_union":
      return issue.errors.flat().map(expectation).join(" or ");
    case "too_small":
      return "at least one entry";
    case "invalid_value":
      return issue.values.map(String).join(" or ");
    default:
      return "of another shape";
  }
}

/** The keys that an object at this place may have. */
function keysAt(place: Place): readonly string[] {
  if (place.length === 0) return KEYS.document;
  if (place[0] === "tenant") return KEYS.tenant;
  if (place.length > 2) return KEYS.rule;
  return typeof place[1] === "number" ? KEYS.customRole : KEYS.role;
}

function report({ issue, path }: Mistake, root: unknown, base: Place, problems: ProblemList): void {
  const place = [...base, ...path];
  if (issue.code === "unrecognized_keys") {
    for (const key of issue.keys) {
      const suggestion = OTHER_WORDS.get(key) ?? didYouMean(key, keysAt(place));
      problems.add("key_unknown", [...place, key], `${quote(key)} is no key here.`, suggestion);
    }
    return;
  }
  const value = valueAt(root, path);
  const found = Array.isArray(value) && value.length === 0 ? "an empty array" : kindOf(value);
  problems.add("type_invalid", place, `this must be ${expectation(issue)}, and is ${found}.`);
}

const LAYERS: ReadonlySet<unknown> = new Set(["exclusive", "tenant", "scopes", "ceiling"]);

function isObject(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value without the part a mistake is in, so that the rest can still be read: a role keeps only its name. */
function without(value: unknown, [head, name]: Place): unknown {
  if (!isObject(value)) return value;
  const { roles } = value;
  if (head === "roles" && typeof name === "string" && isObject(roles)) {
    return { ...value, roles: { ...roles, [name]: {} } };
  }
  if (!LAYERS.has(head)) return value;
  return Object.fromEntries(Object.entries(value).filter(([key]) => key !== head));
}

/** Throws unless the value has the shape, unknown keys apart, which are harmless to whoever reads on. */
function assertReadable<T>(
  schema: z.ZodType<T>,
  value: unknown,
  problems: ProblemList,
): asserts value is T {
  const mistakes = schema.safeParse(value).error?.issues.flatMap((issue) => mistakesOf(issue, []));
  if (mistakes?.some(({ issue }) => issue.code !== "unrecognized_keys")) problems.throwNow();
}

/**
 * The value in its shape. Reports every difference at its place and leaves out the parts that cannot be read, so that
 * the rest can be checked too: whoever reads on throws in the end. Throws at once what leaves nothing to read.
 */
export function readShape<T>(
  schema: z.ZodType<T>,
  value: unknown,
  place: Place,
  problems: ProblemList,
): T {
  const issues = schema.safeParse(value).error?.issues ?? [];
  const mistakes = issues.flatMap((issue) => mistakesOf(issue, []));
  for (const mistake of mistakes) report(mistake, value, place, problems);
  const wrong = mistakes.filter(({ issue }) => issue.code !== "unrecognized_keys");
  const readable = wrong.reduce<unknown>((rest, { path }) => without(rest, path), value);
  assertReadable(schema, readable, problems);
  return readable;
}
