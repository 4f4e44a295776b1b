import type { IncomingMessage, ServerResponse } from "node:http";
import type { Decision, DecisionCode } from "@intercom-rbac/core";
import { GuardMisusedError } from "@intercom-rbac/core";
import type { Awaitable } from "../containment/awaitable.ts";
import { isPromiseLike, rescue } from "../containment/awaitable.ts";
import { withoutNext } from "../containment/without-next.ts";
import { settle } from "../demand/requirement.ts";
import type { Engine, PolicyResolver } from "../engine.ts";
import { allowance, refusal } from "../record/refusals.ts";
import type { RequestState } from "../request/request-state.ts";
import { askPrincipal } from "./ask-principal.ts";
import { checkedFields, checkedRow } from "./checked-results.ts";
import { GuardEnding } from "./guard-ending.ts";
import type { GuardOutcome, GuardPlan, Loader, Passed } from "./guard-plan.ts";
import { adviseOnNeeds } from "./unmet-needs.ts";

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
const NOTHING: readonly string[] = Object.freeze([]);

/** What could be said of a request before anything is waited for or written. */
export type Glance =
  | Passed
  /** The check was asked and did not say yes. */
  | { readonly kind: "no" }
  /** A callback or the principal threw. */
  | { readonly kind: "threw"; readonly error: unknown }
  /** Nothing was asked, or nothing but who it is, and somebody has to wait for that. */
  | { readonly kind: "open" };

const OPEN: Glance = Object.freeze({ kind: "open" });
const NO: Glance = Object.freeze({ kind: "no" });

/**
 * The first steps of a run, in its order, for a guard to whose yes nothing is to be added: most requests need no more,
 * and a run costs more than they do. Whatever is not a yes here is `GuardRun`'s to end, which takes up from this.
 */
export function glance(
  plan: GuardPlan,
  engine: Engine,
  state: RequestState,
  req: IncomingMessage,
): Glance {
  if (!plan.plain || state.auditFailure !== undefined) return OPEN;
  if (state.decidedBy(plan.key) !== undefined) return OPEN;
  try {
    const found = state.principal.ask(askPrincipal, engine.resolver, req);
    if (isPromiseLike(found)) return OPEN;
    const principal = found || undefined;
    if (!plan.first.holds(principal)) return NO;
    return {
      kind: "passed",
      principal,
      policy: engine.policy,
      resource: undefined,
      decided: plan.requirement.permissions,
      open: undefined,
    };
  } catch (error) {
    return { kind: "threw", error };
  }
}

/**
 * One run of a guard on one request: principal, policy, decision without the row, loader, decision on the row. How it
 * ends is `GuardEnding`'s.
 */
export class GuardRun {
  readonly #plan: GuardPlan;
  readonly #engine: Engine;
  readonly #req: IncomingMessage;
  readonly #res: ServerResponse;
  readonly #state: RequestState;
  readonly #seen: Glance;
  readonly #ending: GuardEnding;

  /** @param seen what was asked before; it is not asked again */
  constructor(
    plan: GuardPlan,
    engine: Engine,
    state: RequestState,
    req: IncomingMessage,
    res: ServerResponse,
    seen: Glance,
  ) {
    this.#plan = plan;
    this.#engine = engine;
    this.#req = req;
    this.#res = res;
    this.#state = state;
    this.#seen = seen;
    this.#ending = new GuardEnding(plan, engine, req, res);
  }

  /** Never throws or rejects; what a callback throws comes back as `failed`. */
  outcome(): Awaitable<GuardOutcome> {
    return rescue<GuardOutcome>(
      () => this.#start(),
      (thrown) => this.#ending.fail(thrown),
    );
  }

  /** Nobody waits any more. */
  leave(): Awaitable<GuardOutcome> {
    return this.#ending.leave();
  }

  #start(): Awaitable<GuardOutcome> {
    if (this.#state.auditFailure !== undefined) throw this.#state.auditFailure;
    if (this.#seen.kind === "threw") throw this.#seen.error;
    const { resolver, policies } = this.#engine;
    const found = this.#state.principal.ask(askPrincipal, resolver, this.#req);
    return this.#ending.after(found, (principal) => {
      // Every falsy value is "nobody": `req.user && { … }` gives whichever `req.user` was.
      this.#ending.principal = principal || undefined;
      return policies === undefined ? this.#readFields() : this.#findPolicy(policies);
    });
  }

  #findPolicy(policies: PolicyResolver): Awaitable<GuardOutcome> {
    const opening = this.#opening();
    if (opening.code === "unauthenticated") return this.#ending.refuse("denied", opening);
    // As long as the workspace's policy is not known, none of its roles is, and nothing is granted.
    const { unknownRoles: _unknown, ...known } = opening;
    this.#ending.record.stand(refusal(known, "permission_missing"));
    const found = this.#state.policy.ask(policies.policyFor, this.#req, this.#ending.principal);
    return this.#ending.after(found, (policy) => {
      this.#ending.policy = policy;
      return this.#readFields();
    });
  }

  #readFields(): Awaitable<GuardOutcome> {
    const { name, fields } = this.#plan;
    if (fields === undefined) return this.#decideWithoutRow(undefined);
    const opening = this.#opening();
    if (opening.code === "unauthenticated") return this.#ending.refuse("denied", opening);
    this.#ending.record.stand(refusal(opening, "field_required"));
    const names = withoutNext(this.#req, `${name}: options.fields`, () => fields.read(this.#req));
    return this.#ending.after(names, (read) => this.#decideWithoutRow(checkedFields(read, name)));
  }

  /** Nobody, or a malformed principal, is known by any permission. */
  #opening(): Decision {
    return this.#ending.policy.decide(
      this.#ending.principal,
      this.#plan.requirement.permissions[0],
    );
  }

  #decideWithoutRow(fields: readonly string[] | undefined): Awaitable<GuardOutcome> {
    const { requirement, list, deferred, loader, plain, first, key } = this.#plan;
    const { advisor } = this.#engine;
    const { permissions, mode } = requirement;
    const asked = fields === undefined ? key : `${key} ${JSON.stringify(fields)}`;
    if (loader === undefined && !deferred) {
      const decided = this.#state.decidedBy(asked);
      if (decided !== undefined) return this.#ending.pass(undefined, decided);
      if (plain && this.#seen.kind === "open" && first.holds(this.#ending.principal)) {
        return this.#ending.pass(undefined, permissions);
      }
    }

    const onSomeRow = list || deferred;
    const codes = onSomeRow ? COULD_EVER : WORTH_A_ROW;
    const passes = (decision: Decision): boolean =>
      loader === undefined && !onSomeRow ? decision.allowed : codes.has(decision.code);
    const decisions: Decision[] = [];
    for (const permission of permissions) {
      const decision = this.#ending.policy.decide(this.#ending.principal, permission, undefined, {
        fields,
      });
      decisions.push(decision);
      if (mode !== "any" && !passes(decision)) break;
    }
    const verdict = settle(mode, decisions, passes);
    if (!verdict.met) {
      adviseOnNeeds(advisor, this.#plan, decisions);
      return this.#ending.refuse("denied", verdict.refused);
    }
    if (loader !== undefined) return this.#load(loader, decisions, fields);
    if (deferred) return this.#deferTo(decisions.filter(passes));
    const decided = list ? NOTHING : verdict.by.map(({ permission }) => permission);
    return this.#ending.after(
      this.#ending.allow(verdict.by.map(allowance), undefined, decided),
      (outcome) => {
        if (outcome.kind === "passed") this.#state.met(asked, decided);
        return outcome;
      },
    );
  }

  #deferTo(open: readonly Decision[]): GuardOutcome {
    // A head that is out cannot be taken back: a yes would have been said before it was decided.
    if (!this.#res.headersSent) return this.#ending.defer(open);
    const [first] = open;
    if (first !== undefined) this.#ending.record.stand(refusal(first, "resource_required"));
    throw new GuardMisusedError(
      `${this.#plan.name}: the response has begun before this deferred guard, which could not replace it any more. Put the guard before whatever writes.`,
    );
  }

  #load(
    loader: Loader,
    decisions: readonly Decision[],
    fields: readonly string[] | undefined,
  ): Awaitable<GuardOutcome> {
    const { name } = this.#plan;
    const hopeful = decisions.find(({ code }) => WORTH_A_ROW.has(code));
    const missing = refusal(hopeful ?? this.#ending.nobody(), "resource_required");
    this.#ending.record.stand(missing);
    const found = withoutNext(this.#req, `${name}: options.resource`, () => loader.load(this.#req));
    return this.#ending.after(found, (row) =>
      row === undefined || row === null
        ? this.#ending.refuse("not-found", missing)
        : this.#decideOnRow(checkedRow(row, name), decisions, fields),
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
        ? this.#ending.policy.decide(this.#ending.principal, decision.permission, row, { fields })
        : decision,
    );
    const verdict = settle(requirement.mode, decisions, ({ allowed }) => allowed);
    if (!verdict.met) {
      return this.#ending.refuse(maskAs404 ? "not-found" : "denied", verdict.refused, row);
    }
    const decided = verdict.by.map(({ permission }) => permission);
    return this.#ending.allow(verdict.by, row, decided);
  }
}
