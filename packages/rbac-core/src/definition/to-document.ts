import type { Comparison } from "../rules/comparison.ts";
import { isReference } from "../rules/comparison.ts";
import type { Rule } from "../rules/rule.ts";
import type { PolicyDocument, RuleDocument } from "../types/definition.ts";
import { groupByResource } from "./catalogue.ts";
import type { PolicyModel, RoleModel } from "./model.ts";

type Conditions = { readonly [field: string]: unknown };

/** Comparisons as `when` is written: by field, then by operator. */
export function toConditions(comparisons: readonly Comparison[]): Conditions {
  const fields = new Map<string, Map<string, unknown>>();
  for (const { field, operator, operand } of comparisons) {
    const operators = fields.get(field) ?? new Map<string, unknown>();
    operators.set(operator, isReference(operand) ? { $principal: operand.$principal } : operand);
    fields.set(field, operators);
  }
  return Object.fromEntries(
    [...fields].map(([field, operators]) => [field, Object.fromEntries(operators)]),
  );
}

/** A wildcard becomes a list, even of one, so that it is not taken for a grant by its exact name. */
function permissionOf(rule: Rule, model: PolicyModel): RuleDocument["permission"] {
  const names = rule.permissions.flatMap((position) => model.permissions[position] ?? []);
  const [only] = names;
  return only !== undefined && rule.named ? only : names;
}

/** One rule, its wildcards written out, so that a permission added to the catalogue later changes nothing. */
export function toRuleDocument(rule: Rule, model: PolicyModel): string | RuleDocument {
  const permission = permissionOf(rule, model);
  const { when, fields, reason } = rule;
  if (
    typeof permission === "string" &&
    when === undefined &&
    fields === undefined &&
    reason === undefined
  ) {
    return permission;
  }
  return {
    permission,
    ...(when === undefined ? {} : { when: toConditions(when) }),
    ...(fields === undefined ? {} : { fields }),
    ...(reason === undefined ? {} : { reason }),
  };
}

function toRoleDocument(role: RoleModel, model: PolicyModel): PolicyDocument["roles"][string] {
  const can = role.rules.filter(({ inverted }) => !inverted);
  const cannot = role.rules.filter(({ inverted }) => inverted);
  return {
    ...(role.title === undefined ? {} : { title: role.title }),
    ...(role.parents.length === 0 ? {} : { extends: role.parents }),
    ...(can.length === 0 ? {} : { can: can.map((rule) => toRuleDocument(rule, model)) }),
    ...(cannot.length === 0 ? {} : { cannot: cannot.map((rule) => toRuleDocument(rule, model)) }),
  };
}

function named<V>(
  model: PolicyModel,
  valueAt: (position: number) => V,
): { readonly [permission: string]: V } {
  return Object.fromEntries(
    model.permissions.map((permission, position) => [permission, valueAt(position)]),
  );
}

/** The policy as JSON data, which `parsePolicy` reads back to the same decisions and the same rule paths. */
export function toDocument(model: PolicyModel): PolicyDocument {
  const { exclusive, tenant, scopes, ceiling, permissions } = model;
  const roles = [...model.roles.values()].map((role) => [role.name, toRoleDocument(role, model)]);
  const resources = groupByResource(permissions);
  // In the order in which the document itself lists the permissions, so that reading it back gives the same list.
  const listed = [...resources].flatMap(([resource, actions]) =>
    actions.map((action) => `${resource}:${action}`),
  );
  return {
    version: 1,
    permissions: Object.fromEntries(resources),
    roles: Object.fromEntries(roles),
    ...(exclusive.length === 0 ? {} : { exclusive }),
    ...(tenant === undefined ? {} : { tenant: tenant.definition }),
    ...(scopes === undefined ? {} : { scopes: named(model, (position) => scopes[position] ?? []) }),
    ...(ceiling === undefined
      ? {}
      : { ceiling: listed.filter((name) => ceiling.has(model.positions.get(name) ?? -1)) }),
  };
}
