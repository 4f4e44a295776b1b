/**
 * How sure a scope entry is, judged by its best supported name:
 * - `spec`: Intercom's API description names the scope on a call of the permission;
 * - `docs`: the words of Intercom's scopes page fit the permission (Intercom publishes no table per call);
 * - `inferred`: the nearest scope of the page, by our reading;
 * - `unknown`: no source; the list is empty.
 */
export type ScopeBasis = "spec" | "docs" | "inferred" | "unknown";

export interface ScopeEntry {
  /** Any one of them allows the permission; the first is the one to ask for. Empty: none does. */
  readonly scopes: readonly string[];
  readonly basis: ScopeBasis;
}
