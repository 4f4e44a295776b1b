import type { IncomingMessage, ServerResponse } from "node:http";
import { GuardMisusedError, isRbacError } from "@intercom-rbac/core";
import { checkOptions } from "@intercom-rbac/core/internal";
import { answer } from "../answers/answer.ts";
import { denied, isUnavailable, notFound, unavailable } from "../answers/refused.ts";
import { isPromiseLike } from "../containment/awaitable.ts";
import { fail } from "../containment/contain.ts";
import { forward } from "../containment/forward.ts";
import { isOver } from "../containment/is-over.ts";
import type { Middleware, Next } from "../containment/middleware.ts";
import { toError, withCause, withStatus } from "../containment/to-error.ts";
import { withoutStack } from "../containment/without-stack.ts";
import { fenceUndecided } from "../deferred/undecided-fence.ts";
import { namedAt } from "../demand/called-from.ts";
import type { GuardMetadata } from "../demand/marks.ts";
import { describe } from "../demand/marks.ts";
import type { Requirement, RequirementInput } from "../demand/requirement.ts";
import { nameOf, parseRequirement } from "../demand/requirement.ts";
import type { Engine } from "../engine.ts";
import { ownOptions } from "../own-options.ts";
import type { UntypedContext } from "../request/context.ts";
import { createContext } from "../request/context.ts";
import { headersOf } from "../request/owed.ts";
import type { RequestState } from "../request/request-state.ts";
import type { Glance } from "./guard-flow.ts";
import { GuardRun, glance } from "./guard-flow.ts";
import type { FieldsReader, GuardOutcome, GuardPlan, Loader, Passed } from "./guard-plan.ts";
import type { RowRules } from "./mount-checks.ts";
import { checkMount } from "./mount-checks.ts";
import { untilClosed } from "./until-closed.ts";

/** The options of `requirePermission` before types are put on them. */
export interface UntypedGuardOptions {
  readonly resource?: Loader["load"] | undefined;
  readonly fields?: FieldsReader["read"] | undefined;
  readonly list?: boolean | undefined;
  readonly deferred?: boolean | undefined;
  readonly maskAs404?: boolean | undefined;
}

export interface UntypedGuard extends Middleware {
  of(req: IncomingMessage): UntypedContext;
}

/** The thin shell around `GuardRun`: checks at mount, then, per request, the outcome turned into HTTP. */
export function createGuard(
  engine: Engine,
  rowRules: RowRules,
  input: RequirementInput<string>,
  options: UntypedGuardOptions,
  place: string | undefined,
): UntypedGuard {
  const requirement = parseRequirement(input);
  checkOptions("requirePermission", options, {
    resource: "function",
    fields: "function",
    list: "boolean",
    deferred: "boolean",
    maskAs404: "boolean",
  });
  const plan = planOf(engine, requirement, ownOptions(options), place);
  checkMount(
    requirement,
    { ...plan, resource: plan.loader !== undefined },
    engine.checks,
    rowRules,
  );

  const guard: Middleware = (req, res, next) => {
    try {
      const state = engine.states.of(req);
      state.enter(guard);
      const seen = glance(plan, engine, state, req);
      return seen.kind === "passed"
        ? pass(seen, state, req, res, next)
        : goOn(seen, state, req, res, next);
    } catch (thrown) {
      return fail(next, thrown);
    }
  };

  function pass(
    passed: Passed,
    state: RequestState,
    req: IncomingMessage,
    res: ServerResponse,
    next: Next,
  ): void | Promise<void> {
    if (isOver(res)) {
      state.refuse();
      return undefined;
    }
    state.pass(guard, passed);
    if (passed.open !== undefined) {
      fenceUndecided(engine, state, req, res, {
        requirement,
        named: plan.named,
        open: passed.open,
        principal: passed.principal,
        headers: headersOf(res),
      });
    }
    return next();
  }

  function goOn(
    seen: Glance,
    state: RequestState,
    req: IncomingMessage,
    res: ServerResponse,
    next: Next,
  ): void | Promise<void> {
    const run = new GuardRun(plan, engine, state, req, res, seen);
    const outcome = run.outcome();
    if (!isPromiseLike(outcome)) return deliver(outcome, state, req, res, next);
    return forward(
      untilClosed(res, outcome, () => run.leave()).then((settled) =>
        deliver(settled, state, req, res, next),
      ),
      next,
    );
  }

  function deliver(
    outcome: GuardOutcome,
    state: RequestState,
    req: IncomingMessage,
    res: ServerResponse,
    next: Next,
  ): void | Promise<void> {
    if (outcome.kind === "passed") return pass(outcome, state, req, res, next);
    state.refuse();
    if (outcome.kind === "left") return undefined;
    const { decision, decisionId } = outcome;
    const { style, hook } = engine;
    switch (outcome.kind) {
      case "denied":
        return answer(
          hook,
          req,
          res,
          next,
          denied(decision, requirement.required, decisionId, style),
        );
      case "not-found":
        return answer(hook, req, res, next, notFound(decision, decisionId, style));
      case "failed": {
        const error = toError(outcome.error);
        if (isRbacError(error)) withoutStack(error);
        if (!isUnavailable(error)) return next(isRbacError(error) ? blamed(error) : error);
        engine.warner.warn("Something that a decision needs is unavailable.", error.cause ?? error);
        return answer(hook, req, res, next, unavailable(error, decision, decisionId, style));
      }
    }
  }

  /** Which guard it was, for logs: the cause is in no answer. */
  function blamed(error: Error): Error {
    return withCause(withStatus(error, 500), plan.named);
  }

  const names = requirement.permissions.join(requirement.mode === "any" ? " | " : ", ");
  return Object.assign(describe(guard, `requirePermission(${names})`, metadataOf(plan)), {
    of(req: IncomingMessage): UntypedContext {
      const state = engine.states.find(req);
      const pass = state?.passOf(guard);
      if (state === undefined || pass === undefined) {
        throw new GuardMisusedError(
          `guard.of(req): the guard ${plan.name} has not allowed this request. Put it before this handler, on the same route.`,
          { cause: plan.named },
        );
      }
      return createContext(engine, req, state, pass);
    },
  });
}

function planOf(
  engine: Engine,
  requirement: Requirement,
  { resource, fields, list = false, deferred = false, maskAs404 = false }: UntypedGuardOptions,
  place: string | undefined,
): GuardPlan {
  const { mode, permissions } = requirement;
  const [first] = permissions;
  const plain =
    mode === "one" && !list && !deferred && resource === undefined && fields === undefined;
  const name = nameOf(requirement);
  return {
    requirement,
    name,
    named: namedAt(name, place),
    list,
    deferred,
    maskAs404,
    loader: resource && { load: resource },
    fields: fields && { read: fields },
    plain: plain && engine.policies === undefined && engine.recorder.quiet,
    first: engine.checks.check(first),
    key: [list ? "list" : "now", mode, ...permissions].join(" "),
  };
}

function metadataOf({ requirement, list, deferred, loader }: GuardPlan): GuardMetadata {
  const { mode, permissions } = requirement;
  return {
    kind: "guard",
    ...(mode === "any" ? { any: permissions } : { all: permissions }),
    ...(list ? { list: true } : {}),
    ...(deferred ? { deferred: true } : {}),
    ...(loader === undefined ? {} : { resource: true }),
  };
}
