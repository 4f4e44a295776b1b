import { isScalar } from "../rules/comparison.ts";
import { covers } from "../rules/rule.ts";
import { FALSE, TRUE } from "../rules/truth.ts";
import type { Outcome } from "./outcome.ts";
import { outcome } from "./outcome.ts";
import type { Clause, Verdict } from "./verdict.ts";

/** What besides the roles can refuse, for one permission. */
export interface Layers {
  /** The scopes any one of which allows the permission. Absent: the layer is off. */
  readonly scopes: readonly string[] | undefined;
  readonly belowCeiling: boolean;
  readonly tenant: Tenant | undefined;
}

export interface Tenant {
  readonly row: (row: object) => unknown;
  readonly principal: (who: object) => unknown;
}

/** Who asks: the object that references read, and the scopes it holds. */
export interface Asker {
  readonly attributes: object;
  readonly scopes: readonly unknown[];
}

const SCOPE_MISSING = outcome("scope_missing");
const CEILING_EXCEEDED = outcome("ceiling_exceeded");
const FIELD_REQUIRED = outcome("field_required");
const FIELD_DENIED = outcome("field_denied");
const RESOURCE_REQUIRED = outcome("resource_required");
const TENANT_MISMATCH = outcome("tenant_mismatch");

/** One part of the check: a field it touches, or undefined for the resource as a whole. */
type Part = string | undefined;
const WHOLE: readonly Part[] = [undefined];

/** A grant without fields covers every part; one with fields covers those, and never the whole. */
function grantCovers({ rule }: Clause, part: Part): boolean {
  return part === undefined ? rule.fields === undefined : covers(rule, part);
}

/** A denial with fields concerns a check that touches one of them. */
function denialConcerns({ rule }: Clause, parts: readonly Part[]): boolean {
  return (
    rule.fields === undefined || parts.some((part) => part !== undefined && covers(rule, part))
  );
}

/**
 * Can it be a row? A promise whose `await` was forgotten, or a collection, has no field of the row and would look like
 * an empty one.
 */
export function isRow(resource: unknown): resource is object {
  if (typeof resource !== "object" || resource === null || Array.isArray(resource)) return false;
  if (resource instanceof Map || resource instanceof Set || resource instanceof Date) return false;
  return (
    resource !== Object.prototype && !("then" in resource && typeof resource.then === "function")
  );
}

/** Only a present scalar names a workspace: two missing ones are not the same. */
function sameTenant({ row, principal }: Tenant, resource: object, who: object): boolean {
  const home = principal(who);
  return isScalar(home) && row(resource) === home;
}

/** What can be said of the fields without looking at the resource. */
function judgeFields(verdict: Verdict, fields: readonly string[] | undefined): Outcome | undefined {
  if (fields === undefined || fields.length === 0)
    return verdict.fieldLimited ? FIELD_REQUIRED : undefined;
  const denied = verdict.denials.find(
    (denial) => denial.rule.test === undefined && denialConcerns(denial, fields),
  );
  if (denied !== undefined) return denied.fieldDenied;
  const granted = fields.every((field) =>
    verdict.grants.some((grant) => grantCovers(grant, field)),
  );
  return granted ? undefined : FIELD_DENIED;
}

/** Without the resource, only what holds of every resource counts. */
function judgeUnseen(verdict: Verdict, parts: readonly Part[]): Outcome {
  const denial = verdict.denials.find((one) => denialConcerns(one, parts));
  if (denial !== undefined) return denial.unasked;
  let granted: Outcome | undefined;
  for (const part of parts) {
    const covering = verdict.grants.filter((grant) => grantCovers(grant, part));
    const unconditional = covering.find(({ rule }) => rule.test === undefined);
    if (unconditional === undefined) return covering[0]?.unasked ?? RESOURCE_REQUIRED;
    granted ??= unconditional.matched;
  }
  return granted ?? RESOURCE_REQUIRED;
}

function judgeGrants(
  grants: readonly Clause[],
  part: Part,
  row: object,
  who: object,
): Outcome | undefined {
  let unmet: Outcome | undefined;
  for (const grant of grants) {
    if (!grantCovers(grant, part)) continue;
    const { test } = grant.rule;
    if (test === undefined || test(row, who) === TRUE) return grant.matched;
    unmet ??= grant.unmet;
  }
  return unmet;
}

/** Any concerned denial that is not known to be false refuses; then every part needs a grant that is known to be true. */
function judgeRow(verdict: Verdict, parts: readonly Part[], row: object, who: object): Outcome {
  for (const denial of verdict.denials) {
    if (!denialConcerns(denial, parts)) continue;
    const { test } = denial.rule;
    if (test === undefined || test(row, who) !== FALSE) return denial.matched;
  }
  let granted: Outcome | undefined;
  for (const part of parts) {
    const found = judgeGrants(verdict.grants, part, row, who);
    if (found === undefined) return FIELD_DENIED;
    if (!found.allowed) return found;
    granted ??= found;
  }
  return granted ?? FIELD_DENIED;
}

function judgeLayers(layers: Layers, asker: Asker): Outcome | undefined {
  const { scopes, belowCeiling } = layers;
  if (scopes !== undefined && !scopes.some((scope) => asker.scopes.includes(scope)))
    return SCOPE_MISSING;
  return belowCeiling ? undefined : CEILING_EXCEEDED;
}

/**
 * The one place where rules are evaluated: every question of the policy, of a snapshot and of the middleware comes
 * here. Codes win in the order of `DecisionCode`. Throws only what a getter of the row or principal throws.
 *
 * @param resource undefined when the check has none; anything but an object refuses
 * @param fields the fields the action touches; an empty list says nothing
 */
export function evaluate(
  verdict: Verdict,
  layers: Layers,
  asker: Asker,
  resource: unknown,
  fields: readonly string[] | undefined,
): Outcome {
  if (verdict.refused !== undefined) return verdict.refused;
  const refused = judgeLayers(layers, asker);
  if (refused !== undefined) return refused;
  if (verdict.granted === undefined) {
    const unsaid = judgeFields(verdict, fields);
    if (unsaid !== undefined) return unsaid;
  }
  const parts = fields === undefined || fields.length === 0 ? WHOLE : fields;
  if (resource === undefined) return verdict.granted ?? judgeUnseen(verdict, parts);
  if (!isRow(resource)) return RESOURCE_REQUIRED;
  if (layers.tenant !== undefined && !sameTenant(layers.tenant, resource, asker.attributes))
    return TENANT_MISMATCH;
  return verdict.granted ?? judgeRow(verdict, parts, resource, asker.attributes);
}
