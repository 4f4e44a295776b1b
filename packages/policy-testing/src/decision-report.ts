import type {
  ConsideredRule,
  Decision,
  DecisionCode,
  Explanation,
  Remedy,
} from "@intercom-rbac/core";
import type { Check } from "./check-arguments.ts";

function indented(title: string, lines: readonly string[]): string[] {
  return ["", title, ...lines.map((line) => `  ${line}`)];
}

function ruleLine({ rule, via, effect, outcome, conditions }: ConsideredRule): string {
  const trail = via.length > 1 ? ` by way of ${via.join(" > ")}` : "";
  const parts = conditions.map(
    ({ field, operator, outcome: truth }) => `${field} ${operator} is ${truth}`,
  );
  const detail = parts.length === 0 ? "" : `: ${parts.join(", ")}`;
  return `${rule}  ${effect === "can" ? "grant" : "denial"}${trail}, ${outcome}${detail}`;
}

function remedyLines(code: DecisionCode, remedies: readonly Remedy[]): string[] {
  if (code === "unauthenticated") return ["a principal"];
  const roles = remedies.flatMap((remedy) => (remedy.kind === "role" ? [remedy.role] : []));
  const others = remedies.flatMap((remedy) => {
    if (remedy.kind === "condition") return [`a row that meets the condition of ${remedy.rule}`];
    if (remedy.kind === "remove-denial") return [`the policy without ${remedy.rule}`];
    return remedy.kind === "scope"
      ? [`the scope ${remedy.scopes.map((scope) => JSON.stringify(scope)).join(" or ")}`]
      : [];
  });
  const byRole = roles.length === 0 ? [] : [`the role ${roles.join(" or ")} as well`];
  const lines = [...others, ...byRole];
  return lines.length === 0 ? ["no single change"] : lines;
}

/** What the test itself may have left out. */
function hint({ code }: Decision, { subject, resource }: Check): string | undefined {
  if (code === "field_required")
    return "The answer depends on the fields: name those the action touches as { fields: [...] }, the fourth argument.";
  if (code === "resource_required" && resource === undefined)
    return "The answer depends on the row: give one as the third argument.";
  if (!subject.bare) return undefined;
  if (code === "scope_missing")
    return "A role name stands for a principal without scopes: give a principal that has some.";
  if (code === "tenant_mismatch")
    return "A role name stands for a principal without a workspace: give a principal that has one.";
  return undefined;
}

/**
 * The decision for a failure message: code, layer, deciding rule and its reason, the rules considered, what would
 * allow it. Holds no row and no attribute of the principal.
 */
export function reportDecision(
  { decision, considered, wouldAllow }: Explanation,
  check: Check,
): string {
  const { allowed, code, layer, rule, reason } = decision;
  const advice = hint(decision, check);
  return [
    `  code    ${code}`,
    `  layer   ${layer}`,
    `  rule    ${rule ?? "none"}`,
    ...(reason === undefined ? [] : [`  reason  ${reason}`]),
    ...(considered.length === 0 ? [] : indented("Rules considered:", considered.map(ruleLine))),
    ...(allowed ? [] : indented("Would allow it:", remedyLines(code, wouldAllow))),
    ...(advice === undefined ? [] : ["", advice]),
  ].join("\n");
}
