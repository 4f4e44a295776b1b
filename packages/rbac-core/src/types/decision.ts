/** Why a decision fell as it did. The order of this list is the order in which codes win. */
export type DecisionCode =
  | "unauthenticated"
  | "roles_exclusive"
  | "explicitly_denied"
  | "permission_missing"
  | "scope_missing"
  | "ceiling_exceeded"
  | "field_required"
  | "field_denied"
  | "resource_required"
  | "tenant_mismatch"
  | "condition_not_met"
  | "granted";

/** What can refuse. `role` also stands for the layer of an allowed decision. */
export type Layer = "role" | "tenant" | "scope" | "ceiling";

/** An answer with its reason. Serialisable; holds no conditions and nothing of the resource. */
export interface Decision<P extends string = string> {
  readonly allowed: boolean;
  readonly permission: P;
  readonly code: DecisionCode;
  readonly layer: Layer;
  /** The roles the principal named, known or not. */
  readonly roles: readonly string[];
  /** Those of `roles` that the policy does not know; absent when there are none. */
  readonly unknownRoles?: readonly string[];
  /** The deciding rule, e.g. `roles.lead.cannot[0]`. */
  readonly rule?: string;
  /** That rule's `reason`, as the policy's author wrote it. */
  readonly reason?: string;
  readonly policyVersion: string;
}

export type Truth = "true" | "false" | "unknown";

/** One rule that `explain` looked at. */
export interface ConsideredRule {
  readonly rule: string;
  /** The role that lists the rule. */
  readonly role: string;
  /** From the role the principal holds down to `role`, both included. */
  readonly via: readonly string[];
  readonly effect: "can" | "cannot";
  readonly outcome: "matched" | "failed" | "unknown";
  readonly conditions: readonly {
    readonly field: string;
    readonly operator: string;
    readonly outcome: Truth;
  }[];
}

/** One change that would turn a refusal into a yes. */
export type Remedy =
  | { readonly kind: "role"; readonly role: string }
  | { readonly kind: "scope"; readonly scopes: readonly string[] }
  | { readonly kind: "condition"; readonly rule: string }
  | { readonly kind: "remove-denial"; readonly rule: string };

export interface Explanation<P extends string = string> {
  readonly decision: Decision<P>;
  readonly considered: readonly ConsideredRule[];
  readonly wouldAllow: readonly Remedy[];
}
