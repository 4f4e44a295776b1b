import type { Decision, DecisionCode } from "@intercom-rbac/core";
import type { Required } from "../demand/requirement.ts";

export type ResponseFormat = "json" | "problem";

/** The body of an answer. With `responseFormat: "problem"` the members of RFC 9457 come first. */
export interface AnswerBody {
  readonly type?: string;
  readonly title?: string;
  readonly status?: number;
  readonly detail?: string;
  readonly error: string;
  readonly message: string;
  readonly required?: Required;
  readonly currentRole?: string | null;
  readonly code: string;
  /** The rule's own words; only with `exposeReasons`. */
  readonly reason?: string;
  readonly decisionId: string;
}

export interface Answer<Status extends number = 401 | 403 | 404 | 503> {
  readonly status: Status;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: AnswerBody;
}

export interface AnswerStyle {
  readonly format: ResponseFormat;
  /** The value of `WWW-Authenticate`, RFC 9110 section 11.6.1. */
  readonly challenge: string;
  readonly exposeReasons: boolean;
}

/** Refusals that lie in what the principal holds, whatever the row. */
const MISSING: ReadonlySet<DecisionCode> = new Set<DecisionCode>([
  "permission_missing",
  "scope_missing",
  "ceiling_exceeded",
]);

function messageFor(decision: Decision, required: Required): string {
  if (typeof required === "object" && "any" in required) {
    return `Missing one of: ${required.any.join(", ")}`;
  }
  return `${MISSING.has(decision.code) ? "Missing permission" : "Not allowed"}: ${decision.permission}`;
}

// The order of the members below is the order on the wire.

function unauthorized(required: Required, decisionId: string): AnswerBody {
  return {
    error: "Unauthorized",
    message: "Authentication required",
    required,
    code: "unauthenticated",
    decisionId,
  };
}

function forbidden(
  decision: Decision,
  required: Required,
  decisionId: string,
  exposeReasons: boolean,
): AnswerBody {
  return {
    error: "Forbidden",
    message: messageFor(decision, required),
    required,
    currentRole: decision.roles.length === 0 ? null : decision.roles.join(", "),
    code: decision.code,
    ...(exposeReasons && decision.reason !== undefined ? { reason: decision.reason } : {}),
    decisionId,
  };
}

function complete<Status extends number>(
  status: Status,
  body: AnswerBody,
  style: AnswerStyle,
): Answer<Status> {
  const problem = style.format === "problem";
  return {
    status,
    headers: {
      "Content-Type": problem ? "application/problem+json" : "application/json; charset=utf-8",
      "Cache-Control": "no-store",
      ...(status === 401 ? { "WWW-Authenticate": style.challenge } : {}),
    },
    body: problem
      ? { type: "about:blank", title: body.error, status, detail: body.message, ...body }
      : body,
  };
}

/** 401 for nobody, 403 for somebody. Holds no rule, condition or row. */
export function denialAnswer(
  decision: Decision,
  required: Required,
  decisionId: string,
  style: AnswerStyle,
): Answer {
  return decision.code === "unauthenticated"
    ? complete(401, unauthorized(required, decisionId), style)
    : complete(403, forbidden(decision, required, decisionId, style.exposeReasons), style);
}

/** The same for a row that is not there and for one that may not be known of. */
export function notFoundAnswer(decisionId: string, style: AnswerStyle): Answer {
  const body = { error: "Not Found", message: "Not found", code: "not_found", decisionId };
  return complete(404, body, style);
}

/** Something the decision needs is away: refused, and worth another try later. */
export function unavailableAnswer(decisionId: string, style: AnswerStyle): Answer {
  const body = {
    error: "Service Unavailable",
    message: "Authorization unavailable",
    code: "unavailable",
    decisionId,
  };
  return complete(503, body, style);
}

/** In place of what a handler answered that had to decide and did not. */
export function undecidedAnswer(decisionId: string, style: AnswerStyle): Answer<500> {
  const body = {
    error: "Internal Server Error",
    message: "Authorization undecided",
    code: "undecided",
    decisionId,
  };
  return complete(500, body, style);
}
