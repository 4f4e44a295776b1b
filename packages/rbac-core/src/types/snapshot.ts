/** One rule of a snapshot, the principal's values in place. `{ "$unknown": true }` stands where there was none. */
export interface SnapshotRule {
  readonly when?: { readonly [field: string]: unknown };
  readonly fields?: readonly string[];
}

/** The answers on one permission that is not refused outright. Without denials, one bare grant means "always". */
export interface SnapshotAnswer {
  readonly grants: readonly SnapshotRule[];
  readonly denials?: readonly SnapshotRule[];
}

/** A principal's answers as JSON. Holds no reasons, no role names and nothing of other roles. */
export interface PolicySnapshot {
  readonly version: 1;
  readonly policyVersion: string;
  /** The whole catalogue, so that an unknown name can be told from a refused one. */
  readonly permissions: readonly string[];
  /** The field that names a row's workspace, and the principal's; null where it has none. */
  readonly tenant?: { readonly row: string; readonly value: string | number | boolean | null };
  readonly answers: { readonly [permission: string]: SnapshotAnswer };
}
