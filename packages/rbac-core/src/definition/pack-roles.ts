import type { Rule } from "../rules/rule.ts";
import type { PolicyModel, RoleModel } from "./model.ts";
import type { RawRole, RawRule } from "./raw.ts";
import { toRuleDocument } from "./to-document.ts";

type Catalogue = Pick<PolicyModel, "permissions" | "positions">;
type Entries = NonNullable<RawRole["can"]>;

/** Exact names as one text, a character for each; otherwise the entries as they are written. */
type PackedEntries = string | Entries;

/** `can`, `cannot`, `extends`, `title`; what would be empty at the end is left out. */
type PackedRole = readonly [PackedEntries?, PackedEntries?, RawRole["extends"]?, string?];

/** From here on a character is one byte in memory and itself in JSON, up to position 220 and but for one. */
const FIRST = 0x23;
const LAST = 0xff_ff;

/** The position of a permission that is written by its exact name and nothing more. */
function bareName({ named, permissions, when, fields, reason }: Rule): number | undefined {
  const isBare = named && when === undefined && fields === undefined && reason === undefined;
  return isBare ? permissions[0] : undefined;
}

function packEntries(rules: readonly Rule[], model: PolicyModel): PackedEntries {
  let packed = "";
  for (const rule of rules) {
    const position = bareName(rule);
    if (position === undefined || position + FIRST > LAST) {
      return rules.map((one) => toRuleDocument(one, model));
    }
    packed += String.fromCharCode(position + FIRST);
  }
  return packed;
}

/** What is not written is there and undefined, so that a polluted prototype adds nothing to it. */
function ownRule(entry: string | RawRule): string | RawRule {
  if (typeof entry === "string") return entry;
  const own = new Map<string, unknown>(Object.entries(entry));
  const { permission, fields, reason } = entry;
  return {
    permission,
    when: own.get("when"),
    fields: own.has("fields") ? fields : undefined,
    reason: own.has("reason") ? reason : undefined,
  };
}

function unpackEntries(packed: PackedEntries, { permissions }: Catalogue): Entries {
  if (typeof packed !== "string") return packed.map(ownRule);
  return Array.from({ length: packed.length }, (_, at) => {
    const name = permissions[packed.charCodeAt(at) - FIRST];
    if (name === undefined) throw new RangeError("The packed roles are of another catalogue.");
    return name;
  });
}

function packRole({ rules, parents, title }: RoleModel, model: PolicyModel): PackedRole {
  const denials = rules.findIndex(({ inverted }) => inverted);
  const can = packEntries(denials < 0 ? rules : rules.slice(0, denials), model);
  const cannot = denials < 0 ? "" : packEntries(rules.slice(denials), model);
  if (title !== undefined) return [can, cannot, parents, title];
  if (parents.length > 0) return [can, cannot, parents];
  return cannot.length > 0 ? [can, cannot] : [can];
}

/**
 * Roles without their names as one short text, a line of JSON for each: twenty roles of ten permissions take some 300
 * bytes, where the same documents as objects take ten thousand. Lines are joined because V8 keeps a longer text that
 * `JSON.stringify` makes in pieces, half as large again.
 *
 * @param roles without wildcards, as stored roles are
 */
export function packRoles(roles: readonly RoleModel[], model: PolicyModel): string {
  return roles.map((role) => JSON.stringify(packRole(role, model))).join("\n");
}

/** What `packRoles` wrote, under these names, given the same catalogue. */
export function unpackRoles(
  text: string,
  names: Iterable<string>,
  catalogue: Catalogue,
): ReadonlyMap<string, RawRole> {
  const lines = text.split("\n");
  const roles = new Map<string, RawRole>();
  for (const name of names) {
    const packed: PackedRole = JSON.parse(lines[roles.size] ?? "[]");
    const [can = "", cannot = "", parents = [], title] = packed;
    roles.set(name, {
      title,
      extends: parents,
      can: unpackEntries(can, catalogue),
      cannot: unpackEntries(cannot, catalogue),
    });
  }
  return roles;
}
