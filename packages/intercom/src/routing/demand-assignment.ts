import { randomUUID } from "node:crypto";
import type { AuditSink, Decision, PolicyDocument } from "@intercom-rbac/core";
import { PermissionDeniedError, UnavailableError } from "@intercom-rbac/core";
import { toAuditEntry } from "@intercom-rbac/core/internal";

export const ASSIGN = "conversations:assign";

/** A policy whose catalogue has `conversations:assign`. */
export interface AssignPolicy<Who> {
  decide(who: Who, permission: typeof ASSIGN, resource?: object): Decision;
  isPermission(value: unknown): boolean;
  toJSON(): PolicyDocument;
}

export interface AssignRules<Who> {
  readonly policy: AssignPolicy<Who>;
  readonly audit: AuditSink | undefined;
  /** The principal's attribute that names the workspace. */
  readonly workspaceAttribute: string;
}

/** The conversation that somebody means to assign. */
export interface AssignTarget {
  /** Undefined: what was asked for is no id of Intercom's, so there is no such conversation. */
  readonly id: string | undefined;
  /** The row that the policy's conditions speak of; undefined when there is none. */
  load(): Promise<object | undefined>;
}

/**
 * Resolves to whether there is anything to assign, once the permission is granted and the decision written. The row is
 * loaded only where the answer depends on it.
 *
 * Rejects with `ERR_RBAC_PERMISSION_DENIED`, with `ERR_RBAC_UNAVAILABLE` when the decision cannot be written, and with
 * what `load` rejects with.
 */
export async function demandAssignment<Who>(
  { policy, audit, workspaceAttribute }: AssignRules<Who>,
  { who, id, load }: AssignTarget & { readonly who: Who },
): Promise<boolean> {
  let decision = policy.decide(who, ASSIGN);
  let found = true;
  if (decision.code === "resource_required") {
    const row = await load();
    found = row !== undefined;
    if (found) decision = policy.decide(who, ASSIGN, row);
  }
  const decisionId = randomUUID();
  const about = { principal: who, resource: { id }, workspaceAttribute };
  try {
    await audit?.write(toAuditEntry({ decision, decisionId, ...about }));
  } catch (cause) {
    throw new UnavailableError("The decision could not be written to the audit log.", { cause });
  }
  if (!found) return false;
  if (decision.allowed) return true;
  throw new PermissionDeniedError(decision, audit === undefined ? undefined : decisionId);
}
