import type { Test } from "../rules/compile-condition.ts";
import { compileCondition } from "../rules/compile-condition.ts";
import type { Rule } from "../rules/rule.ts";
import { TRUE } from "../rules/truth.ts";
import type { Outcome } from "./outcome.ts";
import { outcome } from "./outcome.ts";

function alwaysTrue(): typeof TRUE {
  return TRUE;
}

/** A rule with what it decides. Each answer is made once, so that a check allocates nothing. */
export class Clause {
  readonly rule: Rule;
  /** It matched: the grant grants, the denial denies. */
  readonly matched: Outcome;
  #test: Test | undefined;
  #unasked: Outcome | undefined;
  #unmet: Outcome | undefined;
  #fieldDenied: Outcome | undefined;

  constructor(rule: Rule) {
    this.rule = rule;
    this.matched = outcome(rule.inverted ? "explicitly_denied" : "granted", rule);
    Object.freeze(this);
  }

  get isConditional(): boolean {
    return this.rule.when !== undefined;
  }

  /** Its condition; true of every row where there is none. */
  get test(): Test {
    const { when } = this.rule;
    this.#test ??= when === undefined ? alwaysTrue : compileCondition(when);
    return this.#test;
  }

  /** It could not be asked, for want of the resource. */
  get unasked(): Outcome {
    this.#unasked ??= outcome("resource_required", this.rule);
    return this.#unasked;
  }

  /** A grant whose condition does not hold. */
  get unmet(): Outcome {
    this.#unmet ??= outcome("condition_not_met", this.rule);
    return this.#unmet;
  }

  /** A denial of a field, whatever the resource. */
  get fieldDenied(): Outcome {
    this.#fieldDenied ??= outcome("field_denied", this.rule);
    return this.#fieldDenied;
  }
}
