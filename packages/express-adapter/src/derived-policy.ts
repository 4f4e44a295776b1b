import { OptionInvalidError } from "@intercom-rbac/core";
import { kindOf } from "@intercom-rbac/core/internal";
import type { UntypedPolicy } from "./untyped-policy.ts";

type Document = ReturnType<UntypedPolicy["toJSON"]>;

/** What a policy must answer to be asked in the place of another. */
const QUESTIONS = [
  "can",
  "decide",
  "couldEver",
  "filter",
  "conditionsFor",
  "permittedFields",
  "toJSON",
] as const;

/**
 * Whether a workspace's policy is the app's own with something added to it: roles, permissions, a scope map, a ceiling.
 * Another policy would give the same names another meaning, or none. Each policy is looked at once.
 *
 * @returns the policy. Throws `ERR_RBAC_OPTION_INVALID`, naming what differs.
 */
export function createDerivationCheck(base: UntypedPolicy): (found: unknown) => UntypedPolicy {
  const known = new WeakSet<object>([base]);
  const own = base.toJSON();
  return (found) => {
    if (!isPolicy(found)) {
      throw new OptionInvalidError(
        `policyFor must give a policy made from options.policy, by withRoles for example, not ${kindOf(found)}.`,
      );
    }
    if (known.has(found)) return found;
    const difference = differenceOf(own, found.toJSON());
    if (difference !== undefined) {
      throw new OptionInvalidError(
        `policyFor gave a policy that is not made from options.policy: ${difference}. Make it with withRoles, withScopes or extendPolicy.`,
      );
    }
    known.add(found);
    return found;
  };
}

function isPolicy(found: unknown): found is UntypedPolicy {
  if (typeof found !== "object" || found === null) return false;
  return QUESTIONS.every((name) => typeof Reflect.get(found, name) === "function");
}

/** The first thing of `own` that `found` lacks or says otherwise. */
function differenceOf(own: Document, found: Document): string | undefined {
  for (const [resource, actions] of Object.entries(own.permissions)) {
    const there = new Set(found.permissions[resource]);
    const missing = actions.find((action) => !there.has(action));
    if (missing !== undefined) return `it has no permission ${resource}:${missing}`;
  }
  for (const [name, role] of Object.entries(own.roles)) {
    const there = found.roles[name];
    if (there === undefined) return `it has no role ${JSON.stringify(name)}`;
    if (!same(role, there)) return `its role ${JSON.stringify(name)} differs`;
  }
  if (!same(own.tenant, found.tenant)) return "its tenant differs";
  const sets = (found.exclusive ?? []).map(canonical);
  if ((own.exclusive ?? []).some((set) => !sets.includes(canonical(set)))) {
    return "an exclusive set of roles is missing";
  }
  for (const [permission, scopes] of Object.entries(own.scopes ?? {})) {
    if (!same(scopes, found.scopes?.[permission])) return `its scopes of ${permission} differ`;
  }
  const { ceiling } = own;
  if (ceiling === undefined) return undefined;
  const above = (found.ceiling ?? [undefined]).some((name) => !ceiling.includes(name ?? ""));
  return above ? "its ceiling is higher" : undefined;
}

function same(one: unknown, other: unknown): boolean {
  return canonical(one) === canonical(other);
}

/** Text that is equal for equal JSON, however keys and the permissions of a rule are ordered. */
function canonical(value: unknown): string {
  return (
    JSON.stringify(value, (key, part: unknown) => {
      if (Array.isArray(part)) return SETS.has(key) ? [...part].sort() : part;
      if (typeof part !== "object" || part === null) return part;
      return Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)));
    }) ?? "nothing"
  );
}

/** Lists whose order says nothing. That of `can` and `cannot` is part of the rules' paths. */
const SETS: ReadonlySet<string> = new Set(["permission", "fields"]);
