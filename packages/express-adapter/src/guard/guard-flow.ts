import type { IncomingMessage } from "node:http";
import type { Decision, DecisionCode } from "@intercom-rbac/core";
import { OptionInvalidError, UnavailableError } from "@intercom-rbac/core";
import { kindOf, nameIn } from "@intercom-rbac/core/internal";
import type { Awaitable } from "../containment/awaitable.ts";
import { andThen, rescue } from "../containment/awaitable.ts";
import { inspect } from "../containment/inspect.ts";
import type { Engine } from "../engine.ts";
import type { RequestState } from "../request/request-state.ts";
import type { GuardOutcome, GuardPlan, Loader } from "./guard-plan.ts";
import { settle } from "./requirement.ts";

/** Codes that leave open whether some row would be allowed: together, what `couldEver` says yes to. */
const COULD_EVER: ReadonlySet<DecisionCode> = new Set<DecisionCode>([
  "granted",
  "field_required",
  "resource_required",
]);
/** Codes with which loading the row makes sense: without fields, a row would not help. */
const WORTH_A_ROW: ReadonlySet<DecisionCode> = new Set<DecisionCode>([
  "granted",
  "resource_required",
]);

/**
 * One run of a guard on one request: principal, decision without the row, loader, decision on the row. Every way out
 * leaves an audit entry. Never throws or rejects; what a callback throws comes back as `failed`.
 */
export function runGuard(
  plan: GuardPlan,
  engine: Engine,
  req: IncomingMessage,
): Awaitable<GuardOutcome> {
  const run = new GuardRun(plan, engine, req);
  return rescue<GuardOutcome>(
    () => run.start(),
    (thrown) => run.fail(thrown),
  );
}

class GuardRun {
  readonly #plan: GuardPlan;
  readonly #engine: Engine;
  readonly #req: IncomingMessage;
  readonly #state: RequestState;
  #principal: unknown;
  /** The refusal that stands if a callback fails now. */
  #standing: Decision | undefined;
  /** Of the decision handed to the recorder. */
  #recorded: string | undefined;

  constructor(plan: GuardPlan, engine: Engine, req: IncomingMessage) {
    this.#plan = plan;
    this.#engine = engine;
    this.#req = req;
    this.#state = engine.states.of(req);
  }

  start(): Awaitable<GuardOutcome> {
    if (this.#state.auditFailure !== undefined) throw this.#state.auditFailure;
    const { resolver } = this.#engine;
    const found = this.#state.principal(() => resolver.principal(this.#req));
    return andThen(found, (principal) => {
      this.#principal = principal;
      return this.#readFields();
    });
  }

  #readFields(): Awaitable<GuardOutcome> {
    const { fields, requirement } = this.#plan;
    if (fields === undefined) return this.#decideWithoutRow(undefined);
    const opening = this.#engine.policy.decide(this.#principal, requirement.permissions[0]);
    if (opening.code === "unauthenticated") return this.#refuse("denied", opening);
    this.#standing = refusal(opening, "field_required");
    return andThen(fields.read(this.#req), (names) => this.#decideWithoutRow(checkedFields(names)));
  }

  #decideWithoutRow(fields: readonly string[] | undefined): Awaitable<GuardOutcome> {
    const { requirement, list, loader, first, key } = this.#plan;
    const { policy, recorder } = this.#engine;
    const asked = fields === undefined ? key : `${key} ${JSON.stringify(fields)}`;
    if (loader === undefined) {
      if (this.#state.hasMet(asked)) return this.#pass(undefined);
      const plain = requirement.mode === "one" && !list && fields === undefined;
      // Where nobody asks for the decision itself, a yes needs no words.
      if (plain && recorder.quiet && first.holds(this.#principal)) return this.#pass(undefined);
    }

    const codes = list ? COULD_EVER : WORTH_A_ROW;
    const passes = (decision: Decision): boolean =>
      loader === undefined && !list ? decision.allowed : codes.has(decision.code);
    const decisions: Decision[] = [];
    for (const permission of requirement.permissions) {
      const decision = policy.decide(this.#principal, permission, undefined, { fields });
      decisions.push(decision);
      if (requirement.mode !== "any" && !passes(decision)) break;
    }
    const verdict = settle(requirement.mode, decisions, passes);
    if (!verdict.met) return this.#refuse("denied", verdict.refused);
    if (loader !== undefined) return this.#load(loader, decisions, fields);
    return andThen(this.#recordAll(verdict.by.map(allowed), undefined), () => {
      this.#state.met(asked);
      return this.#pass(undefined);
    });
  }

  #load(
    loader: Loader,
    decisions: readonly Decision[],
    fields: readonly string[] | undefined,
  ): Awaitable<GuardOutcome> {
    const hopeful = decisions.find(({ code }) => WORTH_A_ROW.has(code));
    const missing = refusal(hopeful ?? this.#nobody(), "resource_required");
    this.#standing = missing;
    return andThen(loader.load(this.#req), (row) =>
      row === undefined || row === null
        ? this.#refuse("not-found", missing)
        : this.#decideOnRow(checkedRow(row), decisions, fields),
    );
  }

  #decideOnRow(
    row: unknown,
    earlier: readonly Decision[],
    fields: readonly string[] | undefined,
  ): Awaitable<GuardOutcome> {
    const { requirement, maskAs404 } = this.#plan;
    const decisions = earlier.map((decision) =>
      WORTH_A_ROW.has(decision.code)
        ? this.#engine.policy.decide(this.#principal, decision.permission, row, { fields })
        : decision,
    );
    const verdict = settle(requirement.mode, decisions, ({ allowed }) => allowed);
    if (!verdict.met) {
      return this.#refuse(maskAs404 ? "not-found" : "denied", verdict.refused, row);
    }
    return andThen(this.#recordAll(verdict.by, row), () => this.#pass(row));
  }

  #pass(resource: unknown): GuardOutcome {
    return { kind: "passed", principal: this.#principal, resource };
  }

  #refuse(
    kind: "denied" | "not-found",
    decision: Decision,
    resource?: unknown,
  ): Awaitable<GuardOutcome> {
    const decisionId = crypto.randomUUID();
    return andThen(this.#record(decision, decisionId, resource), () => ({
      kind,
      decision,
      decisionId,
    }));
  }

  /** One after the other, so that a log keeps their order. */
  #recordAll(decisions: readonly Decision[], resource: unknown): Awaitable<void> {
    if (this.#engine.recorder.quiet) return undefined;
    return decisions.reduce<Awaitable<void>>(
      (before, decision) =>
        andThen(before, () => this.#record(decision, crypto.randomUUID(), resource)),
      undefined,
    );
  }

  #record(decision: Decision, decisionId: string, resource: unknown): Awaitable<void> {
    this.#standing = decision;
    this.#recorded = decisionId;
    return this.#engine.recorder.record({
      decision,
      decisionId,
      principal: this.#principal,
      resource,
      req: this.#req,
    });
  }

  /** A callback failed. The request is refused and, if nothing was written yet, an entry says so. */
  fail(error: unknown): Awaitable<GuardOutcome> {
    const decision = this.#standing ?? this.#nobody();
    const decisionId = this.#recorded ?? crypto.randomUUID();
    const failed = { kind: "failed", decision, decisionId } as const;
    if (this.#recorded !== undefined) return { ...failed, error };
    return rescue<GuardOutcome>(
      () => {
        const { recorder } = this.#engine;
        const principal = inspect(() => nameable(this.#principal), undefined);
        const record = { decision, decisionId, principal, resource: undefined, req: this.#req };
        return andThen(recorder.write(record), () => ({ ...failed, error }));
      },
      (lost) => {
        const cause = new AggregateError(
          [error, lost],
          "A callback failed, and so did the audit sink.",
        );
        return { ...failed, error: new UnavailableError(cause.message, { cause }) };
      },
    );
  }

  /** What can be said before anything is known of the principal. */
  #nobody(): Decision {
    return {
      allowed: false,
      permission: this.#plan.requirement.permissions[0],
      code: "unauthenticated",
      layer: "role",
      roles: [],
      policyVersion: this.#engine.policy.version,
    };
  }
}

/** A refusal for want of something the decision needs. The rule of the decision so far has no part in it. */
function refusal(decision: Decision, code: "field_required" | "resource_required"): Decision {
  const { rule: _rule, reason: _reason, ...rest } = decision;
  return { ...rest, allowed: false, code, layer: "role" };
}

/** Throws if the name of a principal does: that may be what failed, and the entry then names nobody. */
function nameable(principal: unknown): unknown {
  nameIn(principal, "id");
  return principal;
}

/** What a guard that lets a request pass records: with `list`, "on some row" is a yes. */
function allowed(decision: Decision): Decision {
  if (decision.allowed) return decision;
  const { rule: _rule, reason: _reason, ...rest } = decision;
  return { ...rest, allowed: true, code: "granted" };
}

/** What is no row is the app's mistake, and no answer to give the client. */
function checkedRow(row: unknown): object {
  if (typeof row === "object" && row !== null && !Array.isArray(row)) return row;
  throw new OptionInvalidError(
    `requirePermission: options.resource must give the row, null or undefined, not ${kindOf(row)}.`,
  );
}

function checkedFields(names: unknown): readonly string[] {
  // Copied before it is looked at: a hole in an array is skipped by `every` and read as undefined afterwards.
  const fields: readonly unknown[] = Array.isArray(names) ? [...names] : [undefined];
  if (fields.every((name) => typeof name === "string")) return fields;
  throw new OptionInvalidError(
    `requirePermission: options.fields must give an array of strings, not ${
      Array.isArray(names) ? "an array of other things" : kindOf(names)
    }.`,
  );
}
