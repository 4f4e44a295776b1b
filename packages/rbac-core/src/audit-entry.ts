import type { AuditEntry } from "./audit.ts";
import type { Decision } from "./types/decision.ts";

/** One decision and what it was made about. */
export interface DecisionRecord {
  readonly decision: Decision;
  readonly decisionId: string;
  /** Not yet known to be well-formed. */
  readonly principal: unknown;
  readonly resource: unknown;
  /** The principal's attribute that names the workspace. */
  readonly workspaceAttribute: string;
  /** Where the workspace is known otherwise. */
  readonly workspaceId?: string | undefined;
  readonly requestId?: string | undefined;
}

function ownValue(holder: unknown, property: string): unknown {
  if (typeof holder !== "object" || holder === null) return undefined;
  try {
    return Object.hasOwn(holder, property) ? Reflect.get(holder, property) : undefined;
  } catch {
    // A getter that throws leaves the entry unnamed; losing the entry would lose the decision too.
    return undefined;
  }
}

/** An own property that names something: a string, or a number written as one. */
export function nameIn(holder: unknown, property: string): string | undefined {
  const value = ownValue(holder, property);
  if (typeof value === "number") return String(value);
  return typeof value === "string" && value !== "" ? value : undefined;
}

/**
 * What an audit log keeps of a decision: who, what, on which row by its `id`, and the answer. Nothing else of the row
 * or the principal.
 */
export function toAuditEntry(record: DecisionRecord): AuditEntry {
  const { decision, decisionId, principal, resource, workspaceAttribute, requestId } = record;
  const adminId = nameIn(principal, "id");
  const workspaceId = record.workspaceId ?? nameIn(principal, workspaceAttribute);
  const resourceId = nameIn(resource, "id");
  return Object.freeze({
    at: new Date().toISOString(),
    decisionId,
    ...(adminId === undefined ? {} : { adminId }),
    ...(workspaceId === undefined ? {} : { workspaceId }),
    permission: decision.permission,
    ...(resourceId === undefined ? {} : { resourceId }),
    outcome: decision.allowed ? "allowed" : "denied",
    code: decision.code,
    policyVersion: decision.policyVersion,
    ...(requestId === undefined ? {} : { requestId }),
  });
}
