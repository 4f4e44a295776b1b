/** A teammate as a directory knows them: fit to be the principal of any question. */
export interface DirectoryPrincipal<Role extends string = string> {
  /** The admin's id, as a string. */
  readonly id: string;
  readonly roles: readonly Role[];
  /** The same id as a number, since conversations hold it so. */
  readonly adminId: number;
  readonly teamIds: readonly number[];
  /**
   * The same ids, each as a number and as a string: Intercom writes the team of a conversation now one way, now the
   * other, and conditions compare without coercion, as in `{ team_assignee_id: { $in: principal("teamKeys") } }`.
   */
  readonly teamKeys: readonly (number | string)[];
  readonly workspaceId: string;
  /** The OAuth scopes of the workspace's token, where the directory was told them: for a policy with a scope map. */
  readonly scopes?: readonly string[];
  readonly email?: string;
}

/** What a teammate has in Intercom that no mapping names. It gives no role. */
export interface UnmappedRole {
  /** Intercom's role id; null for teammates without a role. */
  readonly roleId: string | null;
  /** The editable name, for people to read; it decides nothing. */
  readonly name: string | null;
  readonly adminIds: readonly string[];
}

/**
 * Who holds which roles in a workspace. Asked on every request, so it answers from memory wherever it may.
 *
 * Every method rejects with `ERR_RBAC_UNAVAILABLE` when nothing fresh enough is known and nothing can be learnt.
 */
export interface RoleDirectory<Role extends string = string> {
  /** `null`: no admin of the workspace (any more). A known admin without a mapped role has no roles. */
  principal(adminId: string | number): Promise<DirectoryPrincipal<Role> | null>;
  /**
   * What was known of this admin, or of everybody, counts no more: the next question waits for a fresh answer. To be
   * called when a webhook or an activity log tells of a change. What is no admin's id, such as `NaN`, is everybody's.
   */
  invalidate(adminId?: string | number): Promise<void>;
  /** For the operator: who would have a role, were it mapped. */
  unmapped(): Promise<readonly UnmappedRole[]>;
}
