import { isScalar } from "../rules/comparison.ts";
import type { Certain } from "../rules/compile-certain.ts";
import { compileCertain } from "../rules/compile-certain.ts";
import type { Indexed } from "../rules/field-path.ts";
import { isSingleStep } from "../rules/field-path.ts";
import type { Rule } from "../rules/rule.ts";

/** A grant with what is answered where it is met. */
interface Grant<O> {
  readonly rule: Rule;
  readonly matched: O;
}

/** Grants that follow one another and want one value each of the same field: met by looking the row's value up. */
interface ValueStep<O> {
  readonly field: string;
  readonly matched: ReadonlyMap<unknown, O>;
}

/** One grant: met where its condition is known to be true, or always where there is none. */
interface GrantStep<O> {
  readonly field: undefined;
  readonly holds: Certain | undefined;
  readonly matched: O;
}

type Step<O> = ValueStep<O> | GrantStep<O>;

/** A look-up costs more than asking this many grants one after the other. */
const FEWEST_VALUES = 4;

/** The field and value of a rule that wants one value of one property, and nothing else. */
function wantedValue({ when, fields }: Rule): { field: string; value: unknown } | undefined {
  const [only] = when ?? [];
  if (only === undefined || when?.length !== 1 || fields !== undefined) return undefined;
  const { field, operator, operand } = only;
  if (operator !== "$eq" || !isScalar(operand) || !isSingleStep(field)) return undefined;
  return { field, value: operand };
}

function valueStep<O>(field: string, run: readonly Grant<O>[]): ValueStep<O> {
  const matched = new Map<unknown, O>();
  for (const grant of run) {
    const value = wantedValue(grant.rule)?.value;
    // Of two that want the same, the first is met first.
    if (!matched.has(value)) matched.set(value, grant.matched);
  }
  return { field, matched };
}

function grantStep<O>({ rule: { when }, matched }: Grant<O>): GrantStep<O> {
  return {
    field: undefined,
    holds: when === undefined ? undefined : compileCertain(when),
    matched,
  };
}

/** Grants, in their order, with runs that differ by one value of one field put together. */
function stepsOf<O>(grants: readonly Grant<O>[]): readonly Step<O>[] {
  const steps: Step<O>[] = [];
  let run: Grant<O>[] = [];
  let runField: string | undefined;
  const endRun = (): void => {
    if (runField !== undefined && run.length >= FEWEST_VALUES) steps.push(valueStep(runField, run));
    else steps.push(...run.map(grantStep));
    run = [];
  };
  for (const grant of grants) {
    const field = wantedValue(grant.rule)?.field;
    if (field === undefined || field !== runField) endRun();
    runField = field;
    run.push(grant);
  }
  endRun();
  return steps;
}

/** Which of several grants on the whole of a row is met first. */
export class GrantSearch<O> {
  readonly #steps: readonly Step<O>[];

  /** @param grants without fields, in the order in which they are named */
  constructor(grants: readonly Grant<O>[]) {
    this.#steps = stepsOf(grants);
  }

  /** What the first grant answers whose condition is known to hold; undefined where none is. */
  find(row: Indexed, who: Indexed): O | undefined {
    const steps = this.#steps;
    for (let at = 0; at < steps.length; at++) {
      const step = steps[at];
      if (step === undefined) break;
      if (step.field !== undefined) {
        // Whose it is comes first: what the row inherits is not even read.
        const value = Object.hasOwn(row, step.field) ? row[step.field] : undefined;
        const matched = isScalar(value) ? step.matched.get(value) : undefined;
        if (matched !== undefined) return matched;
      } else if (step.holds === undefined || step.holds(row, who)) {
        return step.matched;
      }
    }
    return undefined;
  }
}
