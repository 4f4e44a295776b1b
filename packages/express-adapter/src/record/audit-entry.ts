import type { IncomingMessage } from "node:http";
import type { AuditEntry, Decision } from "@intercom-rbac/core";
import { nameIn, toAuditEntry } from "@intercom-rbac/core/internal";

/** One decision and what it was made about. */
export interface DecisionRecord {
  readonly decision: Decision;
  readonly decisionId: string;
  /** As the resolver gave it; not yet known to be well-formed. */
  readonly principal: unknown;
  readonly resource: unknown;
  readonly req: IncomingMessage;
}

/**
 * The audit entry of a decision on a request. `requestId` is `req.id`, where request-id and logging middleware put
 * it; a header is the client's word and is not read.
 *
 * @param workspaceAttribute the principal's attribute that names the workspace
 */
export function auditEntry(record: DecisionRecord, workspaceAttribute: string): AuditEntry {
  // Some of that middleware takes over what the client sent, which should not fill the log.
  const requestId = nameIn(record.req, "id")?.slice(0, 200);
  return toAuditEntry({ ...record, workspaceAttribute, requestId });
}
