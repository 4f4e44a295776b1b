import type { Decision } from "@intercom-rbac/core";
import { isRbacError, PermissionDeniedError } from "@intercom-rbac/core";
import { inspect } from "../containment/inspect.ts";
import type { Required } from "../demand/requirement.ts";
import type { Refused } from "./answer.ts";
import type { AnswerStyle } from "./responses.ts";
import { denialAnswer, notFoundAnswer, unavailableAnswer } from "./responses.ts";

export function denied(
  decision: Decision,
  required: Required,
  decisionId: string,
  style: AnswerStyle,
): Refused {
  return {
    denied: { ...denialAnswer(decision, required, decisionId, style), decision },
    error: new PermissionDeniedError(decision, decisionId),
  };
}

export function notFound(decision: Decision, decisionId: string, style: AnswerStyle): Refused {
  return {
    denied: { ...notFoundAnswer(decisionId, style), decision },
    error: new PermissionDeniedError(decision, decisionId),
  };
}

export function unavailable(
  error: Error,
  decision: Decision,
  decisionId: string,
  style: AnswerStyle,
): Refused {
  return { denied: { ...unavailableAnswer(decisionId, style), decision, error }, error };
}

/** A store or log that the decision needs cannot be reached. */
export function isUnavailable(error: unknown): error is Error {
  return inspect(() => isRbacError(error) && error.code === "ERR_RBAC_UNAVAILABLE", false);
}
