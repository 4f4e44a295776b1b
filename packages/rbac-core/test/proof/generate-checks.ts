import fc from "fast-check";
import type { PolicyData } from "./generate-policies.ts";
import { flatten, namesOf, policyData } from "./generate-policies.ts";
import type { Name } from "./generate-rules.ts";
import type { Principal } from "./generate-subjects.ts";
import { junk, nobody, principal, row } from "./generate-subjects.ts";
import type { Role, Rule } from "./oracle.ts";
import { covers, effective } from "./oracle.ts";
import { ASKED_FIELDS, ROLES } from "./vocabulary.ts";

/** One question as it is asked. */
export interface Check {
  readonly who: Principal | null | undefined;
  readonly permission: Name;
  readonly row?: object;
  readonly fields?: readonly string[] | undefined;
}

export interface Case {
  readonly policy: PolicyData;
  readonly principals: readonly (Principal | null | undefined)[];
  readonly rows: readonly object[];
  readonly checks: readonly Check[];
}

interface RawCheck {
  readonly who: number | "nobody" | "exclusive";
  /** Which permissions to pick from: all, those the principal has a grant of, those it has a limited rule of. */
  readonly aim: "any" | "granted" | "limited";
  readonly pick: number;
  readonly row: number | "none" | "junk";
  readonly fields: readonly string[] | undefined;
}

const fields = fc.oneof(
  { weight: 15, arbitrary: fc.constant(undefined) },
  { weight: 1, arbitrary: fc.constant([]) },
  { weight: 18, arbitrary: fc.constantFrom(...ASKED_FIELDS).map((it) => [it]) },
  { weight: 10, arbitrary: fc.subarray([...ASKED_FIELDS], { minLength: 2 }) },
);

/** The weights here and in the other generators were set by the distribution that the agreement test prints. */
const rawCheck: fc.Arbitrary<RawCheck> = fc.record({
  who: fc.oneof(
    { weight: 11, arbitrary: fc.constant("nobody" as const) },
    { weight: 11, arbitrary: fc.constant("exclusive" as const) },
    { weight: 177, arbitrary: fc.nat(99) },
  ),
  aim: fc.oneof(
    { weight: 1, arbitrary: fc.constant("any" as const) },
    { weight: 16, arbitrary: fc.constant("granted" as const) },
    { weight: 11, arbitrary: fc.constant("limited" as const) },
  ),
  pick: fc.nat(99),
  row: fc.oneof(
    { weight: 3, arbitrary: fc.constant("none" as const) },
    { weight: 17, arbitrary: fc.nat(99) },
    { weight: 1, arbitrary: fc.constant("junk" as const) },
  ),
  fields,
});

/** The permissions worth asking of these roles, for each aim. Picking is not deciding: a wrong pick costs nothing. */
function aims(
  policy: PolicyData,
  roles: readonly string[],
): { readonly [A in RawCheck["aim"]]: readonly Name[] } {
  const any = [
    ...namesOf(policy.base.permissions),
    ...namesOf(policy.extension?.permissions ?? {}),
  ];
  const { roles: declared } = flatten(policy);
  const held = effective(declared, roles).flatMap((name) => declared[name] ?? []);
  const named = (rulesOf: (role: Role) => readonly (string | Rule)[]) =>
    any.filter((name) =>
      held.some((role) => {
        const patterns = rulesOf(role).flatMap((it) =>
          typeof it === "string" ? it : it.permission,
        );
        return (role.within ?? any).includes(name) && patterns.some((it) => covers(it, name));
      }),
    );
  const isLimited = (rule: string | Rule) => typeof rule === "object" && (rule.when ?? rule.fields);
  const granted = named((role) => role.can ?? []);
  const limited = named((role) => [...(role.can ?? []), ...(role.cannot ?? [])].filter(isLimited));
  return { any, granted, limited: limited.filter((name) => granted.includes(name)) };
}

/** Names of the vocabulary that this policy did not declare become some that it did; unknown ones stay. */
function withRolesOf(policy: PolicyData, who: Principal): Principal {
  const declared = Object.keys(flatten(policy).roles);
  const vocabulary: readonly string[] = ROLES;
  const roles = who.roles.map((name) => {
    const index = vocabulary.indexOf(name);
    return index < 0 ? name : pickFrom(declared, index, name);
  });
  const prototype: unknown = Object.getPrototypeOf(who);
  const renamed = Object.assign(Object.create(Object(prototype)), { ...who, roles });
  return Object.isFrozen(who) ? Object.freeze(renamed) : renamed;
}

const pickFrom = <X>(list: readonly X[], index: number, otherwise: X): X =>
  list[index % list.length] ?? otherwise;

/** A policy, people, rows, and questions about them. Without fast-check's bias to small numbers: they only pick. */
export const policyCase = (checks: number): fc.Arbitrary<Case> =>
  fc
    .noBias(
      fc.record({
        policy: policyData,
        none: nobody,
        some: fc.array(principal, { minLength: 4, maxLength: 4 }),
        rows: fc.array(row, { minLength: 4, maxLength: 8 }),
        junk,
        raws: fc.array(rawCheck, { minLength: checks, maxLength: checks, size: "max" }),
      }),
    )
    .map(({ policy, none, some: drawn, rows, junk: odd, raws }) => {
      const some = drawn.map((who) => withRolesOf(policy, who));
      const [set] = policy.base.exclusive ?? [];
      const first = pickFrom(some, 0, { id: "u1", roles: [] });
      const both = set === undefined ? first : { ...first, roles: set };
      const principals = [...some, both, none];
      const worth = new Map(principals.map((who) => [who, aims(policy, who?.roles ?? [])]));
      const asked = raws.map((raw): Check => {
        const who =
          raw.who === "nobody"
            ? none
            : raw.who === "exclusive"
              ? both
              : pickFrom(some, raw.who, both);
        const names = worth.get(who) ?? { any: [], granted: [], limited: [] };
        const wanted = [...new Set([raw.aim, "granted", "any"] as const)].map((aim) => names[aim]);
        const list = wanted.find((it) => it.length > 0) ?? [];
        const at = raw.row;
        return {
          who,
          permission: pickFrom(list, raw.pick, "contacts:read"),
          ...(at === "none" ? {} : { row: at === "junk" ? odd : pickFrom(rows, at, {}) }),
          ...(raw.fields === undefined ? {} : { fields: raw.fields }),
        };
      });
      return { policy, principals: [...new Set(principals)], rows, checks: asked };
    });
