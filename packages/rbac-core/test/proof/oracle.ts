/**
 * What a policy decides, said as plainly as it can be: nothing prepared, remembered or imported.
 * Every answer of the package is held against this one.
 */
type Bag = { readonly [key: string]: unknown };
type Names = readonly string[];
/** Three-valued: `undefined` is "unknown". */
export type Truth = boolean | undefined;
export type Watch = (operator: string, truth: Truth) => void;

export type Rule = { permission: string | Names; when?: Bag; fields?: Names };
/** `within`: what the catalogue was when the role was written; its wildcards never outgrow it. */
export type Role = {
  extends?: Names;
  can?: readonly (string | Rule)[];
  cannot?: readonly (string | Rule)[];
  within?: Names;
};
export type Definition = {
  roles: { [name: string]: Role };
  exclusive?: readonly Names[];
  tenant?: { row: string; principal: string };
  scopes?: { [permission: string]: Names };
  ceiling?: Names;
};
export type Who = Bag & { readonly roles?: Names; readonly scopes?: Names };

const isObject = (value: unknown): value is Bag =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isMissing = (value: unknown) => value === undefined || value === null;
const isScalar = (value: unknown): value is string =>
  ["string", "boolean"].includes(typeof value) || Number.isFinite(value);

/** Something is there, but no own property of an object: nothing can be said of it. */
const OPAQUE = Symbol();
const get = (from: unknown, path: string) => {
  const step = (at: unknown, key: string) => {
    if (isMissing(at)) return undefined;
    if (!isObject(at)) return OPAQUE;
    return Object.hasOwn(at, key) ? at[key] : key in at ? OPAQUE : undefined;
  };
  return path.split(".").reduce(step, from);
};
const resolve = (operand: unknown, who: Who) =>
  isObject(operand) ? get(who, String(operand["$principal"])) : operand;

const not = (truth: Truth): Truth => (truth === undefined ? undefined : !truth);
const all = (truths: Truth[]): Truth =>
  truths.includes(false) ? false : truths.includes(undefined) ? undefined : true;
const some = (truths: Truth[]): Truth => not(all(truths.map(not)));
const same = (a: unknown, b: unknown): Truth => (isScalar(a) && isScalar(b) ? a === b : undefined);

function compare(value: unknown, operator: string, operand: unknown, who: Who): Truth {
  if (value === OPAQUE) return undefined;
  if (operator === "$exists") return operand === !isMissing(value);
  if (operand === null) return isMissing(value) === (operator === "$eq");
  if (isMissing(value)) return undefined;
  if (operator === "$ne") return not(compare(value, "$eq", operand, who));
  if (operator === "$nin") return not(compare(value, "$in", operand, who));

  const against = resolve(operand, who);
  if (Array.isArray(against)) {
    const list = against.map((element) => resolve(element, who));
    if (operator === "$in") return some(list.map((it) => same(value, it)));
    if (operator === "$all" && Array.isArray(value))
      return all(list.map((it) => (isScalar(it) ? value.includes(it) : undefined)));
    return undefined;
  }
  if (operator === "$eq") return same(value, against);
  const comparable = typeof value === typeof against && typeof value !== "boolean";
  if (!comparable || !isScalar(value) || !isScalar(against)) return undefined;
  if (operator === "$gt") return value > against;
  if (operator === "$gte") return value >= against;
  if (operator === "$lt") return value < against;
  return operator === "$lte" ? value <= against : undefined;
}

function holds(when: Bag, row: Bag, who: Who, watch: Watch): Truth {
  const truths = Object.entries(when).flatMap(([field, said]) => {
    const operators = isObject(said) && !Object.hasOwn(said, "$principal") ? said : { $eq: said };
    return Object.entries(operators).map(([operator, operand]) => {
      const truth = compare(get(row, field), operator, operand, who);
      watch(operator, truth);
      return truth;
    });
  });
  return all(truths);
}

/** `*`, `contacts:*` and `*:read` are the only wildcards; every other name means itself. */
export function covers(pattern: string, permission: string): boolean {
  const [resource, action] = permission.split(":");
  return [permission, "*", `${resource}:*`, `*:${action}`].includes(pattern);
}

function rulesOf(role: Role, effect: "can" | "cannot", permission: string): Rule[] {
  if (role.within && !role.within.includes(permission)) return [];
  return (role[effect] ?? [])
    .map((rule) => (typeof rule === "string" ? { permission: rule } : rule))
    .filter((rule) => [rule.permission].flat().some((name) => covers(name, permission)));
}

export function effective(roles: Definition["roles"], names: Names): string[] {
  const known = names.filter((name) => Object.hasOwn(roles, name));
  const inherited = known.flatMap((name) => effective(roles, roles[name]?.extends ?? []));
  return [...new Set([...known, ...inherited])];
}

export function decide(
  policy: Definition,
  who: Who | null | undefined,
  permission: string,
  row?: unknown,
  fields: Names = [],
  watch: Watch = () => {},
): string {
  if (!isObject(who) || !isScalar(get(who, "id")) || who["id"] === "") return "unauthenticated";
  const names = effective(policy.roles, who.roles ?? []);
  const held = (set: Names) => set.filter((name) => names.includes(name));
  if (policy.exclusive?.some((set) => held(set).length > 1)) return "roles_exclusive";

  const rules = (effect: "can" | "cannot") =>
    names.flatMap((name) => rulesOf(policy.roles[name] ?? {}, effect, permission));
  const grants = rules("can");
  const denials = rules("cannot");
  if (denials.some((rule) => !rule.when && !rule.fields)) return "explicitly_denied";
  if (grants.length === 0) return "permission_missing";
  const scopes = policy.scopes?.[permission];
  if (scopes && !scopes.some((scope) => who.scopes?.includes(scope))) return "scope_missing";
  const { ceiling, tenant } = policy;
  if (ceiling && !ceiling.some((it) => covers(it, permission))) return "ceiling_exceeded";

  const limited = grants.every((rule) => rule.fields) || denials.some((rule) => rule.fields);
  if (fields.length === 0 && limited) return "field_required";
  const whole = [grants.filter((rule) => !rule.fields)];
  const each = fields.map((it) => grants.filter((rule) => rule.fields?.includes(it) ?? true));
  const needed = fields.length === 0 ? whole : each;
  const against = denials.filter((rule) => rule.fields?.some((it) => fields.includes(it)) ?? true);
  if (needed.some((rules) => rules.length === 0)) return "field_denied";
  if (against.some((rule) => !rule.when)) return "field_denied";

  const free = needed.every((rules) => rules.some((rule) => !rule.when)) && against.length === 0;
  if (row === undefined && free) return "granted";
  if (!isObject(row)) return "resource_required";
  if (tenant && !same(get(row, tenant.row), get(who, tenant.principal))) return "tenant_mismatch";
  const truth = (rule: Rule) => holds(rule.when ?? {}, row, who, watch);
  if (against.some((rule) => truth(rule) !== false)) return "explicitly_denied";
  const met = needed.every((rules) => rules.some((rule) => truth(rule) === true));
  return met ? "granted" : "condition_not_met";
}
