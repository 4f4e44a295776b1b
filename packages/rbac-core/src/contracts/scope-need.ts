/** A scope of Intercom's Developer Hub that an app needs, and what for. */
export interface ScopeNeed {
  /** The label beside its box in the Developer Hub. */
  readonly scope: string;
  /** The permissions that need it. */
  readonly permissions: readonly string[];
}
