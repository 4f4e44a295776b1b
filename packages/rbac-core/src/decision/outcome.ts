import type { Rule } from "../rules/rule.ts";
import type { DecisionCode, Layer } from "../types/decision.ts";

/** What a check came to: a code and, where one rule decided, that rule. */
export interface Outcome {
  readonly allowed: boolean;
  readonly code: DecisionCode;
  readonly rule: Rule | undefined;
}

export function outcome(code: DecisionCode, rule?: Rule): Outcome {
  return Object.freeze({ allowed: code === "granted", code, rule });
}

/** Which layer spoke. */
export function layerOf(code: DecisionCode): Layer {
  if (code === "tenant_mismatch") return "tenant";
  if (code === "scope_missing") return "scope";
  if (code === "ceiling_exceeded") return "ceiling";
  return "role";
}
