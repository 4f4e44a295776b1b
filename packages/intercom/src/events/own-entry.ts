import type { AuditEntry } from "@intercom-rbac/core";

/**
 * What an entry holds by core's contract, and nothing that a store adds to it: an address, an email or a row stays where
 * it is.
 */
export function ownEntry(entry: AuditEntry): AuditEntry {
  const { at, decisionId, adminId, workspaceId, permission, resourceId } = entry;
  const { outcome, code, policyVersion, requestId } = entry;
  return Object.freeze({
    at,
    decisionId,
    ...(adminId === undefined ? {} : { adminId }),
    ...(workspaceId === undefined ? {} : { workspaceId }),
    permission,
    ...(resourceId === undefined ? {} : { resourceId }),
    outcome,
    code,
    policyVersion,
    ...(requestId === undefined ? {} : { requestId }),
  });
}
