import type { Decision, PolicyDocument } from "@intercom-rbac/core";

interface Fields {
  readonly fields?: readonly string[] | undefined;
}

/**
 * A policy as the guard asks it: which names, rows and principals fit is settled by the types of `guardClient`, and
 * checked again by the policy at run time.
 */
export interface AskedPolicy {
  readonly permissions: readonly string[];
  can(who: unknown, permission: string): boolean;
  decide(who: unknown, permission: string, resource?: unknown, options?: Fields): Decision;
  filter(who: unknown, permission: string, rows: readonly unknown[]): unknown[];
  toJSON(): PolicyDocument;
}
