import type { IntercomFailedError, IntercomFailure } from "@intercom-rbac/core";
import { isRbacError } from "@intercom-rbac/core";
import { IntercomError, IntercomTimeoutError } from "intercom-client";
import { z } from "zod";
import { intercomFailed } from "./intercom-failed.ts";
import { askedDelayMs } from "./retry-delay.ts";
import { readUnusableAnswer } from "./unusable-answer.ts";

// What is not plain enough to be a code, an id or a scope's name is not repeated: it would be content.
const errorBody = z.object({
  request_id: z
    .string()
    .regex(/^[\w-]{1,64}$/)
    .optional()
    .catch(undefined),
  errors: z
    .array(
      z.object({
        code: z
          .string()
          .regex(/^[a-z0-9_]{1,64}$/)
          .optional()
          .catch(undefined),
        message: z.string().optional().catch(undefined),
      }),
    )
    .catch([]),
});

const MISSING_SCOPE = /required scope \(([\w .:,/&-]{1,80})\)/;
const MISSING_TEAMMATE_PERMISSION = /^Not authorized to /;

interface Verdict {
  readonly reason: IntercomFailure;
  readonly scopes?: readonly string[];
}

function verdictOn401(code: string | undefined): Verdict {
  // So Intercom says that the token is fine and the app has no scope for this.
  if (code === "token_unauthorized") return { reason: "scope-missing" };
  return { reason: code === "token_revoked" ? "token-revoked" : "token-rejected" };
}

function verdictOn403(code: string | undefined, message: string): Verdict {
  if (code === "api_plan_restricted") return { reason: "plan-restricted" };
  const scope = MISSING_SCOPE.exec(message)?.[1];
  if (scope !== undefined) return { reason: "scope-missing", scopes: [scope] };
  if (MISSING_TEAMMATE_PERMISSION.test(message)) return { reason: "teammate-permission-missing" };
  return { reason: "request-refused" };
}

function verdictOn(status: number, code: string | undefined, message: string): Verdict {
  if (status === 401) return verdictOn401(code);
  if (status === 402) return { reason: "plan-restricted" };
  if (status === 403) return verdictOn403(code, message);
  if (status === 404) return { reason: "not-found" };
  if (status === 408) return { reason: "timeout" };
  if (status === 429) return { reason: "rate-limited" };
  if (status >= 500) return { reason: "server-failed" };
  return { reason: status >= 400 ? "request-refused" : "answer-invalid" };
}

/** By name as well: the SDK's ESM and CommonJS builds have a class each. */
function isTimeout(error: Error): boolean {
  return error instanceof IntercomTimeoutError || error.constructor.name === "IntercomTimeoutError";
}

function isSdkError(error: Error): error is IntercomError {
  return error instanceof IntercomError || ("statusCode" in error && "rawResponse" in error);
}

/** What the SDK says when there was no answer, or none to be used: it keeps of the cause only its message. */
function withoutAnswer(message: string): IntercomFailedError {
  const unusable = readUnusableAnswer(message);
  if (unusable?.what === "redirect") {
    return intercomFailed({ reason: "answer-invalid", status: unusable.status });
  }
  if (unusable !== undefined) {
    return intercomFailed({ reason: "answer-invalid" }, "longer than options.maxAnswerBytes");
  }
  if (/^"?timeout"?$/.test(message)) return intercomFailed({ reason: "timeout" });
  const aborted = message === "The user aborted a request";
  return intercomFailed({ reason: aborted ? "aborted" : "unreachable" });
}

/**
 * What a failed call of the SDK means, and what to do about it; undefined for errors that are not the SDK's. The SDK's
 * own message holds the answer's body, so nothing of it is passed on but codes, ids and the names of scopes.
 */
export function toIntercomFailure(error: unknown): IntercomFailedError | undefined {
  if (!(error instanceof Error)) return undefined;
  if (isRbacError(error)) return error.code === "ERR_RBAC_INTERCOM_FAILED" ? error : undefined;
  if (isTimeout(error)) return intercomFailed({ reason: "timeout" });
  if (!isSdkError(error)) return undefined;
  const { statusCode: status, rawResponse } = error;
  if (status === undefined) return withoutAnswer(error.message);
  const body = errorBody.safeParse(error.body).data;
  const { code, message = "" } = body?.errors[0] ?? {};
  const { reason, scopes } = verdictOn(status, code, message);
  const headers = rawResponse?.headers;
  const retryAfterMs =
    headers === undefined ? undefined : askedDelayMs({ status, headers }, Date.now());
  return intercomFailed({
    reason,
    status,
    intercomCode: code,
    requestId: body?.request_id,
    scopes,
    retryAfterMs,
  });
}
