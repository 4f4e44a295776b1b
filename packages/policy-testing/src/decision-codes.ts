import type { DecisionCode } from "@intercom-rbac/core";
import { OptionInvalidError } from "@intercom-rbac/core";

// A record, so that a code added to core fails to compile here.
const REFUSALS: { readonly [C in Exclude<DecisionCode, "granted">]: true } = {
  unauthenticated: true,
  roles_exclusive: true,
  explicitly_denied: true,
  permission_missing: true,
  scope_missing: true,
  ceiling_exceeded: true,
  field_required: true,
  field_denied: true,
  resource_required: true,
  tenant_mismatch: true,
  condition_not_met: true,
};

export function isRefusalCode(value: unknown): value is keyof typeof REFUSALS {
  return typeof value === "string" && Object.hasOwn(REFUSALS, value);
}

/** Throws `ERR_RBAC_OPTION_INVALID` for a code that no refusal can have. */
export function requireRefusalCode(value: unknown, option: string): string {
  if (isRefusalCode(value)) return value;
  const given = typeof value === "string" ? JSON.stringify(value) : `a ${typeof value}`;
  throw new OptionInvalidError(
    `${option}: ${given} is no code of a refusal. They are ${Object.keys(REFUSALS).join(", ")}.`,
  );
}
