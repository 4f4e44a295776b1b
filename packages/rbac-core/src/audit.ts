import { OptionInvalidError } from "./errors.ts";
import type { DecisionCode } from "./types/decision.ts";

/** One decision, as an audit log keeps it. Holds no row, condition or token. */
export interface AuditEntry {
  /** ISO 8601, UTC. */
  readonly at: string;
  /** A UUID; a refusal's response carries the same one. */
  readonly decisionId: string;
  /** The principal's id; absent when nobody was logged in. */
  readonly adminId?: string;
  readonly workspaceId?: string;
  readonly permission: string;
  readonly resourceId?: string;
  readonly outcome: "allowed" | "denied";
  readonly code: DecisionCode;
  readonly policyVersion: string;
  readonly requestId?: string;
}

/** Where decisions are written. A rejected `write` refuses the action it speaks of. */
export interface AuditSink {
  write(entry: AuditEntry): Promise<void>;
}

/** An audit log in memory, for tests and small tools. Bounded: the oldest entries go first. */
export interface MemoryAuditSink extends AuditSink {
  readonly entries: readonly AuditEntry[];
}

/**
 * Throws `ERR_RBAC_OPTION_INVALID` for a limit that would not bound it.
 *
 * @param options.limit how many entries to keep, 10,000 unless told
 */
export function createMemoryAuditSink(options: { readonly limit?: number } = {}): MemoryAuditSink {
  const { limit = 10_000 } = options;
  if (!Number.isSafeInteger(limit) || limit < 1) {
    throw new OptionInvalidError("limit must be a whole number of at least 1.");
  }
  const entries: AuditEntry[] = [];
  return {
    entries,
    write(entry) {
      entries.push(Object.freeze({ ...entry }));
      if (entries.length > limit) entries.shift();
      return Promise.resolve();
    },
  };
}
