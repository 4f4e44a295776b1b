import type { IncomingMessage } from "node:http";
import type { AuditSink } from "@intercom-rbac/core";
import type { AnswerHook } from "./answers/answer.ts";
import type { AnswerStyle, ResponseFormat } from "./answers/responses.ts";
import type { Awaitable } from "./containment/awaitable.ts";
import { andThen } from "./containment/awaitable.ts";
import { withoutNext } from "./containment/without-next.ts";
import { createDerivationCheck } from "./derived-policy.ts";
import { ownOptions } from "./own-options.ts";
import type { Advisor } from "./record/advice.ts";
import { createAdvisor } from "./record/advice.ts";
import type { DecisionHook, Recorder } from "./record/recorder.ts";
import { createRecorder } from "./record/recorder.ts";
import type { Warner } from "./record/warnings.ts";
import { createWarner } from "./record/warnings.ts";
import type { RequestStates } from "./request/request-state.ts";
import { createRequestStates } from "./request/request-state.ts";
import type { UntypedPolicy } from "./untyped-policy.ts";

/** How the principal of a request is found. */
export interface PrincipalResolver {
  principal(req: IncomingMessage): Awaitable<unknown>;
}

/** How the policy of a request's workspace is found, in apps where each has its own. */
export interface PolicyResolver {
  /** Derived from the app's own, or it fails with `ERR_RBAC_OPTION_INVALID`. */
  policyFor(req: IncomingMessage, principal: unknown): Awaitable<UntypedPolicy>;
}

/** One permission, resolved once. */
export interface Check {
  holds(who: unknown, resource?: unknown): boolean;
}

export interface Checks {
  /** Throws `ERR_RBAC_PERMISSION_UNKNOWN`. */
  check(permission: string): Check;
}

interface PolicyOption {
  policyFor(req: IncomingMessage, principal: unknown): Awaitable<unknown>;
}

/**
 * The options of `createRbac` with the types of one app taken off. Its hooks are methods here, which TypeScript lets
 * take a wider request than they declare: Express hands each of them the same object, and what the app's own
 * middleware added to it is for the app to know.
 */
export interface UntypedRbacOptions extends PrincipalResolver {
  readonly policy: UntypedPolicy;
  readonly policyFor?: PolicyOption["policyFor"] | undefined;
  readonly audit?: AuditSink | undefined;
  readonly onDecision?: DecisionHook["onDecision"] | undefined;
  readonly onDenied?: AnswerHook["onDenied"] | undefined;
  readonly responseFormat?: ResponseFormat | undefined;
  readonly challenge?: string | undefined;
  readonly exposeReasons?: boolean | undefined;
  readonly onUndecided?: "refuse" | "report" | undefined;
}

/** What one `createRbac` gives all its guards, handlers and contexts. */
export interface Engine {
  readonly policy: UntypedPolicy;
  readonly checks: Checks;
  readonly resolver: PrincipalResolver;
  readonly policies: PolicyResolver | undefined;
  readonly states: RequestStates;
  readonly recorder: Recorder;
  readonly style: AnswerStyle;
  readonly hook: AnswerHook;
  readonly warner: Warner;
  readonly advisor: Advisor;
  /** Whether an answer without the decision it owed is replaced, and not only reported. */
  readonly refusesUndecided: boolean;
}

export function createEngine(options: UntypedRbacOptions, checks: Checks): Engine {
  const { policy, audit, responseFormat, challenge, exposeReasons } = options;
  // Read once: changing the options afterwards changes nothing.
  const { principal, policyFor, onDecision, onDenied } = options;
  const { tenant } = policy.toJSON();
  const states = createRequestStates();
  return {
    policy,
    checks,
    resolver: { principal },
    policies: policyFor && policiesOf(policy, { policyFor }),
    states,
    recorder: createRecorder(
      audit,
      ownOptions(onDecision === undefined ? {} : { onDecision }),
      tenant?.principal ?? "workspaceId",
    ),
    style: {
      format: responseFormat ?? "json",
      challenge: challenge ?? "Bearer",
      exposeReasons: exposeReasons ?? false,
    },
    hook: ownOptions(onDenied === undefined ? {} : hookOf(states, { onDenied })),
    warner: createWarner(),
    advisor: createAdvisor(),
    refusesUndecided: options.onUndecided !== "report",
  };
}

/**
 * What the hook writes before it returns is the answer to a refusal, whatever its status; later, it may be anybody's.
 */
function hookOf(states: RequestStates, hook: Required<AnswerHook>): AnswerHook {
  return {
    onDenied(req, res, next, denied) {
      const state = states.of(req);
      state.isAnswering = true;
      try {
        return hook.onDenied(req, res, next, denied);
      } finally {
        state.isAnswering = false;
      }
    },
  };
}

function policiesOf(base: UntypedPolicy, option: PolicyOption): PolicyResolver {
  const checked = createDerivationCheck(base);
  return {
    policyFor: (req, principal) =>
      andThen(
        withoutNext(req, "policyFor", () => option.policyFor(req, principal)),
        checked,
      ),
  };
}
