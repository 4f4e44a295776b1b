import type { Decision, Matrix, PolicyDocument, RowConditions } from "@intercom-rbac/core";

interface Fields {
  readonly fields?: readonly string[] | undefined;
}

/**
 * A policy as the machinery behind the typed functions sees it: which names, rows and principals fit is settled by
 * the types of `createRbac` and `requirePermission`, and checked again by the policy at run time.
 */
export interface UntypedPolicy {
  readonly version: string;
  can(who: unknown, permission: string, resource?: unknown, options?: Fields): boolean;
  decide(who: unknown, permission: string, resource?: unknown, options?: Fields): Decision;
  couldEver(who: unknown, permission: string): boolean;
  filter(who: unknown, permission: string, rows: readonly unknown[]): unknown[];
  conditionsFor(who: unknown, permission: string): RowConditions;
  permittedFields(who: unknown, permission: string, resource?: unknown): readonly string[];
  matrix(): Matrix;
  toJSON(): PolicyDocument;
}
