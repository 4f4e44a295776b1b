/** Shared by all packages and copies of them in a process: one may answer for what another decided and recorded. */
const DECISION_ID = Symbol.for("@intercom-rbac/decision-id");

/** Notes on an error which audit entry speaks of it, so that the answer names the same one. */
export function markDecisionId<E extends Error>(error: E, decisionId: string): E {
  return Object.defineProperty(error, DECISION_ID, { value: decisionId });
}

export function decisionIdOf(error: unknown): string | undefined {
  if (typeof error !== "object" || error === null) return undefined;
  const id: unknown = Reflect.get(error, DECISION_ID);
  return typeof id === "string" ? id : undefined;
}
