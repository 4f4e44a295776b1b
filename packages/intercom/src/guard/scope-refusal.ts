import type { Decision, IntercomFailedError, IntercomPermission } from "@intercom-rbac/core";
import { intercomScopes } from "@intercom-rbac/core";
import { intercomFailed } from "../client/intercom-failed.ts";
import { toIntercomFailure } from "../client/intercom-failure.ts";

export interface ScopeRefusal {
  readonly decision: Decision;
  /** Intercom's refusal, naming the scopes any one of which would do. */
  readonly cause: IntercomFailedError;
}

/**
 * Intercom's word that the token lacks a scope, as a decision; undefined for any other error.
 *
 * @param decision what was decided of the permission before the request
 */
export function toScopeRefusal(
  error: unknown,
  permission: IntercomPermission,
  decision: () => Decision,
): ScopeRefusal | undefined {
  const failure = toIntercomFailure(error);
  if (failure?.reason !== "scope-missing") return undefined;
  const { reason, status, intercomCode, requestId } = failure;
  const scopes = [...new Set([...intercomScopes[permission].scopes, ...failure.scopes])];
  const details = { reason, status, intercomCode, requestId, scopes };
  const { rule: _rule, reason: _reason, ...rest } = decision();
  return {
    decision: { ...rest, allowed: false, code: "scope_missing", layer: "scope" },
    cause: intercomFailed(details),
  };
}
