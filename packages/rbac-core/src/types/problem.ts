/** Every way a definition or a document can be wrong. `docs/error-codes.md` has a heading for each. */
export type ProblemCode =
  | "type_invalid"
  | "key_unknown"
  | "key_forbidden"
  | "key_duplicate"
  | "name_invalid"
  | "name_ambiguous"
  | "permission_malformed"
  | "permission_unknown"
  | "wildcard_stored"
  | "role_unknown"
  | "role_cycle"
  | "role_redefined"
  | "roles_exclusive_inherited"
  | "rule_empty"
  | "field_invalid"
  | "condition_empty"
  | "depth_exceeded"
  | "operator_unknown"
  | "operand_invalid"
  | "grant_shadowed"
  | "grant_exceeds"
  | "scope_missing_in_map"
  | "document_invalid"
  | "document_too_large"
  | "document_version";

/** One mistake, and where it is. */
export interface Problem {
  readonly code: ProblemCode;
  /** Where, from the root of the definition: `roles.lead.can[2].when.status.$neq`. */
  readonly path: string;
  /** What is wrong, naming the kind of the value and never a secret. */
  readonly message: string;
  /** What was probably meant. */
  readonly suggestion?: string;
}
