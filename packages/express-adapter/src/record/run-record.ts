import type { IncomingMessage } from "node:http";
import type { Decision } from "@intercom-rbac/core";
import { nameIn } from "@intercom-rbac/core/internal";
import type { Awaitable } from "../containment/awaitable.ts";
import { andThen } from "../containment/awaitable.ts";
import { inspect } from "../containment/inspect.ts";
import { withoutNext } from "../containment/without-next.ts";
import type { Recorder } from "./recorder.ts";

/** A refusal as it was written. */
export interface Told {
  readonly decision: Decision;
  readonly decisionId: string;
}

/** What one run of a guard writes, so that however it ends there is an entry, and not two. */
export class RunRecord {
  readonly #recorder: Recorder;
  readonly #req: IncomingMessage;
  /** The refusal that stands if the run ends now. */
  #standing: Decision;
  /** Of the decision handed to the recorder. */
  #recorded: string | undefined;
  #ended = false;

  constructor(recorder: Recorder, req: IncomingMessage, standing: Decision) {
    this.#recorder = recorder;
    this.#req = req;
    this.#standing = standing;
  }

  /** From here on, this is what a failure comes to. */
  stand(decision: Decision): void {
    this.#standing = decision;
  }

  refused(decision: Decision, principal: unknown, resource: unknown): Awaitable<Told> {
    const decisionId = crypto.randomUUID();
    return andThen(this.#record(decision, decisionId, principal, resource), () => ({
      decision,
      decisionId,
    }));
  }

  /** One after the other, so that a log keeps their order. */
  allowed(decisions: readonly Decision[], principal: unknown, resource: unknown): Awaitable<void> {
    if (this.#recorder.quiet) return undefined;
    return decisions.reduce<Awaitable<void>>(
      (before, decision) =>
        andThen(before, () => this.#record(decision, crypto.randomUUID(), principal, resource)),
      undefined,
    );
  }

  /**
   * The run ends without a decision of its own: it failed, or nobody waits for it any more. Unless something was
   * written already, the refusal that stands is. The sink alone hears of it, as there was no decision to tell a hook
   * of.
   */
  end(principal: unknown): Awaitable<Told> {
    this.#ended = true;
    const told = this.told;
    if (this.#recorded !== undefined) return told;
    this.#recorded = told.decisionId;
    const who = inspect(() => nameable(principal), undefined);
    const record = { ...told, principal: who, resource: undefined, req: this.#req };
    return andThen(this.#recorder.write(record), () => told);
  }

  /** What was written last, or would be. */
  get told(): Told {
    return { decision: this.#standing, decisionId: this.#recorded ?? crypto.randomUUID() };
  }

  #record(
    decision: Decision,
    decisionId: string,
    principal: unknown,
    resource: unknown,
  ): Awaitable<void> {
    if (this.#ended) return undefined;
    this.#standing = decision;
    this.#recorded = decisionId;
    const record = { decision, decisionId, principal, resource, req: this.#req };
    if (!this.#recorder.hooked) return this.#recorder.record(record);
    return withoutNext(this.#req, "onDecision", () => this.#recorder.record(record));
  }
}

/** Throws if the name of a principal does: that may be what failed, and the entry then names nobody. */
function nameable(principal: unknown): unknown {
  nameIn(principal, "id");
  return principal;
}
