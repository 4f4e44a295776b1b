import { isScalar } from "../rules/comparison.ts";
import type { Indexed } from "../rules/field-path.ts";
import { covers } from "../rules/rule.ts";
import { FALSE, TRUE } from "../rules/truth.ts";
import type { Clause } from "./clause.ts";
import type { Outcome } from "./outcome.ts";
import { outcome } from "./outcome.ts";
import type { Verdict } from "./verdict.ts";

/** What besides the roles can refuse, for one permission. */
export interface Layers {
  /** The scopes any one of which allows the permission. Absent: the layer is off. */
  readonly scopes: readonly string[] | undefined;
  readonly belowCeiling: boolean;
  readonly tenant: Tenant | undefined;
  /** Whether one of them is on and could refuse. */
  readonly any: boolean;
}

export interface Tenant {
  readonly row: (row: object) => unknown;
  readonly principal: (who: object) => unknown;
}

/** The layers of one permission. */
export function layersOf(layers: Omit<Layers, "any">): Layers {
  const { scopes, belowCeiling, tenant } = layers;
  return Object.freeze({
    scopes,
    belowCeiling,
    tenant,
    any: scopes !== undefined || !belowCeiling || tenant !== undefined,
  });
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
export function isRow(resource: unknown): resource is Indexed {
  if (!isIndexed(resource) || Array.isArray(resource)) return false;
  if (resource instanceof Map || resource instanceof Set || resource instanceof Date) return false;
  return resource !== Object.prototype && typeof resource.then !== "function";
}

function isIndexed(value: unknown): value is Indexed & { readonly then?: unknown } {
  return typeof value === "object" && value !== null;
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
    (denial) => !denial.isConditional && denialConcerns(denial, fields),
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
    const unconditional = covering.find(({ isConditional }) => !isConditional);
    if (unconditional === undefined) return covering[0]?.unasked ?? RESOURCE_REQUIRED;
    granted ??= unconditional.matched;
  }
  return granted ?? RESOURCE_REQUIRED;
}

function judgeGrants(grants: readonly Clause[], part: Part, row: object, who: object): Outcome {
  let unmet: Outcome | undefined;
  for (const grant of grants) {
    if (!grantCovers(grant, part)) continue;
    const { test } = grant;
    if (test(row, who) === TRUE) return grant.matched;
    unmet ??= grant.unmet;
  }
  return unmet ?? FIELD_DENIED;
}

/** A denial that is not known to be false refuses. */
function judgeDenials(
  denials: readonly Clause[],
  parts: readonly Part[],
  row: object,
  who: object,
): Outcome | undefined {
  for (const denial of denials) {
    if (!denialConcerns(denial, parts)) continue;
    const { test } = denial;
    if (test(row, who) !== FALSE) return denial.matched;
  }
  return undefined;
}

/** Every part needs a grant that is known to be true. */
function judgeParts(
  grants: readonly Clause[],
  parts: readonly Part[],
  row: object,
  who: object,
): Outcome {
  let granted: Outcome | undefined;
  for (const part of parts) {
    const found = judgeGrants(grants, part, row, who);
    if (!found.allowed) return found;
    granted ??= found;
  }
  return granted ?? FIELD_DENIED;
}

/** What the row decides, once nothing refuses whatever it is: its workspace, then denials, then grants. */
function judgeRow(
  verdict: Verdict,
  layers: Layers,
  who: Indexed,
  row: Indexed,
  parts: readonly Part[],
): Outcome {
  if (layers.tenant !== undefined && !sameTenant(layers.tenant, row, who)) return TENANT_MISMATCH;
  if (verdict.granted !== undefined) return verdict.granted;
  if (verdict.denials.length > 0) {
    const denied = judgeDenials(verdict.denials, parts, row, who);
    if (denied !== undefined) return denied;
  }
  if (parts !== WHOLE) return judgeParts(verdict.grants, parts, row, who);
  return judgeWhole(verdict, who, row);
}

/** The row as a whole needs a grant that is known to be true. */
function judgeWhole({ whole, firstWhole }: Verdict, who: Indexed, row: Indexed): Outcome {
  return whole.find(row, who) ?? firstWhole?.unmet ?? FIELD_DENIED;
}

function judgeLayers(layers: Layers, held: readonly unknown[]): Outcome | undefined {
  const { scopes, belowCeiling } = layers;
  if (scopes !== undefined && !scopes.some((scope) => held.includes(scope))) return SCOPE_MISSING;
  return belowCeiling ? undefined : CEILING_EXCEEDED;
}

/** What refuses whatever the resource is. */
function judgeBefore(
  verdict: Verdict,
  layers: Layers,
  scopes: readonly unknown[],
  fields: readonly string[] | undefined,
): Outcome | undefined {
  if (verdict.refused !== undefined) return verdict.refused;
  const refused = judgeLayers(layers, scopes);
  if (refused !== undefined) return refused;
  return verdict.granted === undefined ? judgeFields(verdict, fields) : undefined;
}

/**
 * The one place where rules are evaluated: every question of the policy, of a snapshot and of the middleware comes
 * here. Codes win in the order of `DecisionCode`. Throws only what a getter of the row or principal throws.
 *
 * @param who what references read
 * @param scopes what `who` holds of them. Beside it rather than with it, so that a check makes no object of the two
 * @param resource undefined when the check has none; anything but an object refuses
 * @param fields the fields the action touches; an empty list says nothing
 */
export function evaluate(
  verdict: Verdict,
  layers: Layers,
  who: Indexed,
  scopes: readonly unknown[],
  resource: unknown,
  fields: readonly string[] | undefined,
): Outcome {
  // The two commonest answers, where no layer is on: of a grant to everybody, and of the row alone.
  if (!layers.any) {
    if (verdict.granted !== undefined && resource === undefined) return verdict.granted;
    if (verdict.rowDecides && fields === undefined && isRow(resource)) {
      return judgeWhole(verdict, who, resource);
    }
  }
  const refused = judgeBefore(verdict, layers, scopes, fields);
  if (refused !== undefined) return refused;
  const parts = fields === undefined || fields.length === 0 ? WHOLE : fields;
  if (resource === undefined) return verdict.granted ?? judgeUnseen(verdict, parts);
  if (!isRow(resource)) return RESOURCE_REQUIRED;
  return judgeRow(verdict, layers, who, resource, parts);
}

/** The rows that `evaluate` allows without fields, in their order. What needs no row to refuse is asked once. */
export function allowedRows<Row>(
  verdict: Verdict,
  layers: Layers,
  who: Indexed,
  scopes: readonly unknown[],
  rows: readonly Row[],
): Row[] {
  const allowed: Row[] = [];
  if (judgeBefore(verdict, layers, scopes, undefined) !== undefined) return allowed;
  for (let at = 0; at < rows.length; at++) {
    const row = rows[at];
    if (isRow(row) && judgeRow(verdict, layers, who, row, WHOLE).allowed) allowed.push(row);
  }
  return allowed;
}
