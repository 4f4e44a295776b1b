import type { IncomingMessage } from "node:http";
import type { AuditEntry, Decision } from "@intercom-rbac/core";

/** One decision and what it was made about. */
export interface DecisionRecord {
  readonly decision: Decision;
  readonly decisionId: string;
  /** As the resolver gave it; not yet known to be well-formed. */
  readonly principal: unknown;
  readonly resource: unknown;
  readonly req: IncomingMessage;
}

/** An own property that names something: a string, or a number written as one. */
function nameIn(holder: unknown, property: string): string | undefined {
  if (typeof holder !== "object" || holder === null) return undefined;
  const value: unknown = Object.getOwnPropertyDescriptor(holder, property)?.value;
  if (typeof value === "number") return String(value);
  return typeof value === "string" && value !== "" ? value : undefined;
}

/**
 * What an audit log keeps of a decision: who, what, on which row by its `id`, and the answer. Nothing else of the
 * row, the principal or the request. `requestId` is `req.id`, where request-id and logging middleware put it; a
 * header is the client's word and is not read.
 *
 * @param workspaceAttribute the principal's attribute that names the workspace
 */
export function auditEntry(record: DecisionRecord, workspaceAttribute: string): AuditEntry {
  const { decision, decisionId, principal, resource, req } = record;
  const adminId = nameIn(principal, "id");
  const workspaceId = nameIn(principal, workspaceAttribute);
  const resourceId = nameIn(resource, "id");
  // Some of that middleware takes over what the client sent, which should not fill the log.
  const requestId = nameIn(req, "id")?.slice(0, 200);
  return Object.freeze({
    at: new Date().toISOString(),
    decisionId,
    ...(adminId === undefined ? {} : { adminId }),
    ...(workspaceId === undefined ? {} : { workspaceId }),
    permission: decision.permission,
    ...(resourceId === undefined ? {} : { resourceId }),
    outcome: decision.allowed ? ("allowed" as const) : ("denied" as const),
    code: decision.code,
    policyVersion: decision.policyVersion,
    ...(requestId === undefined ? {} : { requestId }),
  });
}
