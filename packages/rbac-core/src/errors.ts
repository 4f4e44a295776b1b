import type { Decision } from "./types/decision.ts";
import type { Problem } from "./types/problem.ts";

export type RbacErrorCode =
  | "ERR_RBAC_POLICY_INVALID"
  | "ERR_RBAC_PERMISSION_UNKNOWN"
  | "ERR_RBAC_PERMISSION_DENIED"
  | "ERR_RBAC_PRINCIPAL_INVALID"
  | "ERR_RBAC_OPTION_INVALID"
  | "ERR_RBAC_GUARD_MISUSED"
  | "ERR_RBAC_UNAVAILABLE"
  | "ERR_RBAC_UNDECIDED"
  | "ERR_RBAC_OAUTH_REFUSED"
  | "ERR_RBAC_INTERCOM_FAILED";

const DOCS = "docs/error-codes.md";

/** The base of every error of these packages. `code` is stable; messages are for people and may change. */
export abstract class RbacError extends Error {
  abstract readonly code: RbacErrorCode;
}

/** A definition or document is wrong; `problems` holds every mistake found, and nothing was defined. */
export class PolicyDefinitionError extends RbacError {
  override readonly name = "PolicyDefinitionError";
  readonly code = "ERR_RBAC_POLICY_INVALID";
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    const lines = problems.map(
      ({ path, message, suggestion, code }) =>
        `  ${path === "" ? "(root)" : path}: ${message}${suggestion === undefined ? "" : ` ${suggestion}`} [${code}]`,
    );
    const count = `${problems.length} ${problems.length === 1 ? "problem" : "problems"}`;
    super(
      `The policy is invalid, ${count}:\n${lines.join("\n")}\nSee ${DOCS}#err_rbac_policy_invalid`,
    );
    this.problems = problems;
  }
}

/** A permission outside the catalogue was asked for: a mistake in the program, never a "no". */
export class PermissionUnknownError extends RbacError {
  override readonly name = "PermissionUnknownError";
  readonly code = "ERR_RBAC_PERMISSION_UNKNOWN";
}

/** `authorize` met a refusal, which `decision` explains. Holds no rule's condition and nothing of the resource. */
export class PermissionDeniedError extends RbacError {
  override readonly name = "PermissionDeniedError";
  readonly code = "ERR_RBAC_PERMISSION_DENIED";
  readonly decision: Decision;
  /** The id of the audit entry written for it; undefined when none was. */
  readonly decisionId: string | undefined;

  constructor(decision: Decision, decisionId?: string, options?: ErrorOptions) {
    super(`Not allowed: ${decision.permission} (${decision.code})`, options);
    this.decision = decision;
    this.decisionId = decisionId;
  }
}

/** The principal is malformed; the message names the property and its kind, never its value. */
export class PrincipalInvalidError extends RbacError {
  override readonly name = "PrincipalInvalidError";
  readonly code = "ERR_RBAC_PRINCIPAL_INVALID";
}

/** A function was called with an argument or option it cannot take. */
export class OptionInvalidError extends RbacError {
  override readonly name = "OptionInvalidError";
  readonly code = "ERR_RBAC_OPTION_INVALID";
}

/** A guard or its context was used in a way that could leave a route open. */
export class GuardMisusedError extends RbacError {
  override readonly name = "GuardMisusedError";
  readonly code = "ERR_RBAC_GUARD_MISUSED";
}

/** Something the decision needs, such as a store or an audit log, cannot be reached. */
export class UnavailableError extends RbacError {
  override readonly name = "UnavailableError";
  readonly code = "ERR_RBAC_UNAVAILABLE";
}

/** A handler that had to decide answered without deciding. */
export class UndecidedError extends RbacError {
  override readonly name = "UndecidedError";
  readonly code = "ERR_RBAC_UNDECIDED";
}

/** Why an install or a sign-in through Intercom did not come about. */
export type OAuthRefusal =
  | "declined"
  | "code-missing"
  | "state-missing"
  | "state-invalid"
  | "state-expired"
  | "state-used"
  | "other-browser"
  | "other-purpose"
  | "other-workspace"
  | "workspace-unknown"
  | "install-refused"
  | "email-unverified"
  | "exchange-failed"
  | "identity-failed";

/**
 * An install or a sign-in was refused; nothing was stored. The message is for whoever runs the app and holds no code or
 * token; by `reason` the person at the browser is told.
 */
export class OAuthRefusedError extends RbacError {
  override readonly name = "OAuthRefusedError";
  readonly code = "ERR_RBAC_OAUTH_REFUSED";
  readonly reason: OAuthRefusal;
  /** To answer with: the browser's fault, somebody else's workspace or address, or Intercom's. */
  readonly status: 400 | 403 | 502;

  constructor(
    { reason, status }: { readonly reason: OAuthRefusal; readonly status: 400 | 403 | 502 },
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.reason = reason;
    this.status = status;
  }
}

/** What kept a call to Intercom from succeeding, by what there is to do about it. */
export type IntercomFailure =
  | "token-missing"
  | "token-rejected"
  | "token-revoked"
  | "scope-missing"
  | "teammate-permission-missing"
  | "plan-restricted"
  | "not-found"
  | "request-refused"
  | "rate-limited"
  | "wrong-region"
  | "timeout"
  | "aborted"
  | "unreachable"
  | "server-failed"
  | "answer-invalid";

export interface IntercomFailureDetails {
  readonly reason: IntercomFailure;
  /** HTTP status; absent when there was no answer. */
  readonly status?: number | undefined;
  /** `errors[0].code` of Intercom's answer. */
  readonly intercomCode?: string | undefined;
  /** Intercom's `request_id`, for their support. */
  readonly requestId?: string | undefined;
  /** Labels of the Developer Hub, any one of which would do; for `scope-missing`. */
  readonly scopes?: readonly string[] | undefined;
  /** Milliseconds to wait, where Intercom says so. */
  readonly retryAfterMs?: number | undefined;
}

/** A call to Intercom failed. The message says what to do next; it holds no token and nothing of the answer's content. */
export class IntercomFailedError extends RbacError {
  override readonly name = "IntercomFailedError";
  readonly code = "ERR_RBAC_INTERCOM_FAILED";
  readonly reason: IntercomFailure;
  readonly status: number | undefined;
  readonly intercomCode: string | undefined;
  readonly requestId: string | undefined;
  readonly scopes: readonly string[];
  readonly retryAfterMs: number | undefined;

  constructor(details: IntercomFailureDetails, message: string) {
    super(message);
    this.reason = details.reason;
    this.status = details.status;
    this.intercomCode = details.intercomCode;
    this.requestId = details.requestId;
    this.scopes = details.scopes ?? [];
    this.retryAfterMs = details.retryAfterMs;
  }
}

/** The errors of these packages, told apart by `code`. */
export type AnyRbacError =
  | PolicyDefinitionError
  | PermissionUnknownError
  | PermissionDeniedError
  | PrincipalInvalidError
  | OptionInvalidError
  | GuardMisusedError
  | UnavailableError
  | UndecidedError
  | OAuthRefusedError
  | IntercomFailedError;

const CODES: ReadonlySet<unknown> = new Set<RbacErrorCode>([
  "ERR_RBAC_POLICY_INVALID",
  "ERR_RBAC_PERMISSION_UNKNOWN",
  "ERR_RBAC_PERMISSION_DENIED",
  "ERR_RBAC_PRINCIPAL_INVALID",
  "ERR_RBAC_OPTION_INVALID",
  "ERR_RBAC_GUARD_MISUSED",
  "ERR_RBAC_UNAVAILABLE",
  "ERR_RBAC_UNDECIDED",
  "ERR_RBAC_OAUTH_REFUSED",
  "ERR_RBAC_INTERCOM_FAILED",
]);

/**
 * Is this one of our errors? Tests `code`, because `instanceof` is false across the ESM and CommonJS builds.
 *
 * @example
 * if (isRbacError(error) && error.code === "ERR_RBAC_PERMISSION_DENIED") log(error.decision.code);
 */
export function isRbacError(value: unknown): value is AnyRbacError {
  try {
    return value instanceof Error && "code" in value && CODES.has(value.code);
  } catch {
    // A proxy or a getter that throws when it is looked at is none of ours.
    return false;
  }
}
