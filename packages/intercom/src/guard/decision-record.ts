import { randomUUID } from "node:crypto";
import type { AuditSink, Decision } from "@intercom-rbac/core";
import { PermissionDeniedError, UnavailableError } from "@intercom-rbac/core";
import { toAuditEntry } from "@intercom-rbac/core/internal";

/** What a decision was about. */
export interface Subject {
  readonly principal: unknown;
  /** The row, or an object with its id alone. */
  readonly resource: unknown;
}

export interface DecisionRecord {
  /** Writes an entry, if there is a log. Rejects with `ERR_RBAC_UNAVAILABLE`: what cannot be written does not happen. */
  write(decision: Decision, subject: Subject): Promise<string | undefined>;
  /** Writes the refusal and rejects with `ERR_RBAC_PERMISSION_DENIED`. */
  refuse(decision: Decision, subject: Subject, options?: ErrorOptions): Promise<never>;
}

export function createDecisionRecord(
  audit: AuditSink | undefined,
  workspaceAttribute: string,
  workspaceId: string | undefined,
): DecisionRecord {
  const write: DecisionRecord["write"] = async (decision, subject) => {
    if (audit === undefined) return undefined;
    const decisionId = randomUUID();
    const about = { ...subject, workspaceAttribute, workspaceId };
    try {
      await audit.write(toAuditEntry({ decision, decisionId, ...about }));
    } catch (cause) {
      throw new UnavailableError("The decision could not be written to the audit log.", { cause });
    }
    return decisionId;
  };
  return {
    write,
    async refuse(decision, subject, options) {
      throw new PermissionDeniedError(decision, await write(decision, subject), options);
    },
  };
}
