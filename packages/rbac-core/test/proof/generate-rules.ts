import fc from "fast-check";
import type { When } from "./generate-conditions.ts";
import { when } from "./generate-conditions.ts";
import { FIELDS } from "./vocabulary.ts";

export type Name = `${string}:${string}`;

export interface RuleData {
  permission: Name | [Name, ...Name[]];
  when?: When;
  fields?: readonly string[];
  reason?: string;
}
export type EntryData = "*" | Name | RuleData;

/** A rule before the catalogue is known: `pick` chooses among the permissions there are. */
export interface RawRule {
  readonly shape: "one" | "several" | "resource" | "action" | "everything";
  readonly pick: number;
  readonly when?: When;
  readonly fields?: readonly string[];
  readonly asObject: boolean;
}

type Weights = {
  readonly plain: number;
  readonly when: number;
  readonly fields: number;
  readonly both: number;
};

const fields = fc.subarray([...FIELDS], { minLength: 1 });

function rawRule(shapes: readonly RawRule["shape"][], weights: Weights): fc.Arbitrary<RawRule> {
  const limits = fc.oneof(
    { weight: weights.plain, arbitrary: fc.constant({}) },
    { weight: weights.when, arbitrary: fc.record({ when }) },
    { weight: weights.fields, arbitrary: fc.record({ fields }) },
    { weight: weights.both, arbitrary: fc.record({ when, fields }) },
  );
  return fc
    .tuple(fc.constantFrom(...shapes), fc.nat(99), limits, fc.boolean())
    .map(([shape, pick, limit, asObject]) => ({ shape, pick, asObject, ...limit }));
}

const GRANTS = [
  "one",
  "one",
  "several",
  "several",
  "resource",
  "resource",
  "action",
  "everything",
] as const;
const DENIALS = ["one", "one", "one", "several", "resource", "action"] as const;

export const grant: fc.Arbitrary<RawRule> = rawRule(GRANTS, {
  plain: 16,
  when: 8,
  fields: 6,
  both: 4,
});

export const denial: fc.Arbitrary<RawRule> = rawRule(DENIALS, {
  plain: 2,
  when: 7,
  fields: 3,
  both: 2,
});

const always = { plain: 1, when: 0, fields: 0, both: 0 };
export const plainGrant: fc.Arbitrary<RawRule> = rawRule(GRANTS, always);
export const plainDenial: fc.Arbitrary<RawRule> = rawRule(DENIALS, always);

/** A stored role has no wildcards: they are written out. */
export type Wildcards = "kept" | "written-out";

/** The rule over these permissions. */
export function entryOf(raw: RawRule, available: readonly Name[], wildcards: Wildcards): EntryData {
  const name = available[raw.pick % available.length] ?? "*:*";
  const [resource, action] = name.split(":");
  const siblings = available.filter((it) => it.startsWith(`${resource}:`));
  const kept = wildcards === "kept";
  const bare = raw.when === undefined && raw.fields === undefined;
  const details = {
    ...(raw.when === undefined ? {} : { when: raw.when }),
    ...(raw.fields === undefined ? {} : { fields: raw.fields }),
    ...(raw.asObject ? { reason: `because of ${raw.pick}` } : {}),
  };
  const list = (names: readonly Name[]): RuleData => {
    const [head = name, ...tail] = names;
    return { permission: [head, ...tail], ...details };
  };
  const one = (pattern: Name): EntryData =>
    bare && !raw.asObject ? pattern : { permission: pattern, ...details };

  if (raw.shape === "one") return one(name);
  if (raw.shape === "several") return list(siblings.slice(0, 1 + (raw.pick % 2)));
  if (raw.shape === "everything" && bare && kept) return "*";
  if (raw.shape === "action" && bare && kept) return `*:${action}`;
  return kept ? one(`${resource}:*`) : list(siblings);
}

/** The permissions an entry names exactly, and nothing for its wildcards. */
export function exactNames(entry: EntryData): string[] {
  const names = typeof entry === "string" ? [entry] : [entry.permission].flat();
  return names.filter((it) => !it.includes("*"));
}

/** The entry without these exact names; `undefined` when nothing of it remains. */
export function without(entry: EntryData, names: ReadonlySet<string>): EntryData | undefined {
  if (!exactNames(entry).some((name) => names.has(name))) return entry;
  if (typeof entry === "string") return undefined;
  const [head, ...tail] = [entry.permission].flat().filter((name) => !names.has(name));
  return head === undefined ? undefined : { ...entry, permission: [head, ...tail] };
}
