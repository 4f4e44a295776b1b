import type { AuditEntry } from "@intercom-rbac/core";

/** 2026-11-29, noon. */
export const NOON = Date.parse("2026-11-29T12:00:00Z") / 1000;

/** A decision, the number of which is its id; all are made at noon unless told. */
export function entry(number: number, members: Partial<AuditEntry> = {}): AuditEntry {
  return {
    at: "2026-11-29T12:00:00.000Z",
    decisionId: `d${number}`,
    adminId: "1002",
    workspaceId: "demo1234",
    permission: "contacts:delete",
    outcome: "denied",
    code: "permission_missing",
    policyVersion: "v1",
    ...members,
  };
}

export const entries = (count: number): readonly AuditEntry[] =>
  Array.from({ length: count }, (_, index) => entry(index + 1));

export const idsOf = (list: readonly AuditEntry[]): readonly string[] =>
  list.map(({ decisionId }) => decisionId);
