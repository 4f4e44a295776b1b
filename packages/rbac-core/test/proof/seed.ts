import fc from "fast-check";

/** Fixed, so that a red run is red again. What is said of the distribution is said of this one. */
export const DEFAULT_SEED = 20261121;

/** Another one is a new search: `FC_SEED=7 npx vitest run test/proof`. */
export const SEED = Number(process.env["FC_SEED"] ?? DEFAULT_SEED);

/** Stryker runs the suite once for every mutant: there, fewer cases and no shrinking. */
export const UNDER_MUTATION = process.env["STRYKER_MUTATOR_WORKER"] !== undefined;

const asked = process.env["FC_RUNS"];
/** How many cases each property tries instead of its own number. */
export const RUNS = asked === undefined ? (UNDER_MUTATION ? 60 : undefined) : Number(asked);

/** `fc.assert`, whose failure says what disagreed and how to see it again, not the whole generated case. */
export function holdsFor<T>(cases: fc.Arbitrary<T>, runs: number, property: (it: T) => void): void {
  const details = fc.check(fc.property(cases, property), {
    seed: SEED,
    numRuns: RUNS ?? runs,
    endOnFailure: UNDER_MUTATION,
  });
  if (!details.failed) return;
  const { errorInstance: cause, numRuns, numShrinks } = details;
  const what = cause instanceof Error ? cause.message : "The run was interrupted";
  const where = `case ${numRuns} of FC_SEED=${SEED}, shrunk ${numShrinks} times`;
  throw new Error(`${what}\n(${where})`, { cause });
}
