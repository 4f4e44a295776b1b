import type { IncomingMessage, ServerResponse } from "node:http";
import type { Decision } from "@intercom-rbac/core";
import { UnavailableError } from "@intercom-rbac/core";
import type { Awaitable } from "../containment/awaitable.ts";
import { andThen, isPromiseLike, rescue } from "../containment/awaitable.ts";
import { isOver } from "../containment/is-over.ts";
import type { Engine } from "../engine.ts";
import { refusal, refusalOfNobody } from "../record/refusals.ts";
import type { Told } from "../record/run-record.ts";
import { RunRecord } from "../record/run-record.ts";
import type { UntypedPolicy } from "../untyped-policy.ts";
import type { GuardOutcome, GuardPlan, Passed } from "./guard-plan.ts";
import { adviseOnInheritedId } from "./inherited-id.ts";

const NOTHING: readonly string[] = Object.freeze([]);
const LEFT: GuardOutcome = Object.freeze({ kind: "left" });

/** The ways in which a run of a guard ends: each leaves one entry, and once it has ended nothing of it goes on. */
export class GuardEnding {
  readonly #plan: GuardPlan;
  readonly #engine: Engine;
  readonly #req: IncomingMessage;
  readonly #res: ServerResponse;
  /** What the run knows by now: an ending says it of whoever it is about. */
  policy: UntypedPolicy;
  principal: unknown;
  #record: RunRecord | undefined;
  #over = false;

  constructor(plan: GuardPlan, engine: Engine, req: IncomingMessage, res: ServerResponse) {
    this.#plan = plan;
    this.#engine = engine;
    this.#req = req;
    this.#res = res;
    this.policy = engine.policy;
  }

  /** Made when there is something to write: a quiet yes has nothing. */
  get record(): RunRecord {
    this.#record ??= new RunRecord(this.#engine.recorder, this.#req, this.nobody());
    return this.#record;
  }

  /** `andThen`, unless the run has ended by the time a promised value is here. */
  after<X>(
    value: Awaitable<X>,
    proceed: (value: X) => Awaitable<GuardOutcome>,
  ): Awaitable<GuardOutcome> {
    if (!isPromiseLike(value)) return proceed(value);
    return Promise.resolve(value).then((settled) => (this.#over ? LEFT : proceed(settled)));
  }

  pass(resource: unknown, decided: readonly string[]): Passed {
    const { principal, policy } = this;
    return { kind: "passed", principal, policy, resource, decided, open: undefined };
  }

  /** Passes with nothing decided, and nothing written: the handler's decision will be. */
  defer(open: readonly Decision[]): GuardOutcome {
    return { ...this.pass(undefined, NOTHING), open };
  }

  /** @param decided those of `by` that leave nothing to the handler */
  allow(
    by: readonly Decision[],
    resource: unknown,
    decided: readonly string[],
  ): Awaitable<GuardOutcome> {
    const [first] = by;
    if (first !== undefined && isOver(this.#res)) {
      // A callback has answered, or the client left before something was waited for.
      this.record.stand(refusal(first, "resource_required"));
      return this.leave();
    }
    if (this.#engine.recorder.quiet) return this.pass(resource, decided);
    return this.after(this.record.allowed(by, this.principal, resource), () =>
      this.pass(resource, decided),
    );
  }

  refuse(
    kind: "denied" | "not-found",
    decision: Decision,
    resource?: unknown,
  ): Awaitable<GuardOutcome> {
    if (decision.code === "unauthenticated") {
      adviseOnInheritedId(this.#engine.advisor, this.principal);
    }
    return this.after(this.record.refused(decision, this.principal, resource), (told) => ({
      kind,
      ...told,
    }));
  }

  /** A callback failed. */
  fail(error: unknown): Awaitable<GuardOutcome> {
    if (this.#over) return LEFT;
    return this.#end(
      (told) => ({ kind: "failed", error, ...told }),
      (lost) => {
        const message = "A callback failed, and so did the audit sink.";
        return new UnavailableError(message, { cause: new AggregateError([error, lost], message) });
      },
    );
  }

  /** Nobody waits any more. What the run still waits for is not heard when it comes. */
  leave(): Awaitable<GuardOutcome> {
    if (this.#over) return LEFT;
    this.#over = true;
    return this.#end(
      () => LEFT,
      (lost) => lost,
    );
  }

  #end(
    outcome: (told: Told) => GuardOutcome,
    unavailable: (lost: unknown) => unknown,
  ): Awaitable<GuardOutcome> {
    return rescue<GuardOutcome>(
      () => andThen(this.record.end(this.principal), outcome),
      (lost) => ({ kind: "failed", error: unavailable(lost), ...this.record.told }),
    );
  }

  /** What can be said before anything is known of the principal. */
  nobody(): Decision {
    return refusalOfNobody(this.#plan.requirement.permissions[0], this.policy.version);
  }
}
