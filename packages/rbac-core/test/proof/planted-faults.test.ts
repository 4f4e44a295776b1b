import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { agree } from "./agreement.ts";
import type { Core } from "./core-under-test.ts";
import { createDistribution } from "./distribution.ts";
import { FAULTS } from "./faults/faults.ts";
import { plant } from "./faults/plant.ts";
import { policyCase } from "./generate-checks.ts";
import { denial } from "./generate-rules.ts";
import type { Changeable } from "./invariants.ts";
import { INVARIANTS } from "./invariants.ts";
import { SEED, UNDER_MUTATION } from "./seed.ts";
import { Disagreement } from "./trial.ts";

const AGREEMENT_CASES = 80;
const INVARIANT_CASES = 15;

const changeable: fc.Arbitrary<Changeable> = fc.record({
  generated: policyCase(30),
  denial,
  grant: fc.nat(99),
});

interface Catch {
  readonly by: string;
  readonly after: number;
}

/** The first property that fails, or nothing. Any error but a disagreement is a broken copy and no catch. */
function catchFault(core: Core): Catch | undefined {
  const agreement = search("agreement", policyCase(80), AGREEMENT_CASES, (generated) =>
    agree(core, generated, createDistribution()),
  );
  if (agreement !== undefined) return agreement;
  for (const [name, invariant] of Object.entries(INVARIANTS)) {
    const found = search(name, changeable, INVARIANT_CASES, (given) => invariant(core, given));
    if (found !== undefined) return found;
  }
  return undefined;
}

function search<T>(
  name: string,
  cases: fc.Arbitrary<T>,
  numRuns: number,
  property: (given: T) => void,
): Catch | undefined {
  const options = { seed: SEED, numRuns, endOnFailure: true };
  const { failed, errorInstance, numRuns: after } = fc.check(fc.property(cases, property), options);
  if (!failed) return undefined;
  if (!(errorInstance instanceof Disagreement)) throw errorInstance;
  return { by: `${name}: ${errorInstance.message.split(/ gave |\n/)[0]}`, after };
}

// Under Stryker the sources hold every mutant at once, and the search texts match nothing.
describe.skipIf(UNDER_MUTATION)("a fault planted in the core is caught", () => {
  const lines: string[] = [];
  afterAll(() => console.log(["Planted faults:", ...lines].join("\n")));

  test("the core as it is raises no alarm", { timeout: 60_000 }, async () => {
    const { core, remove } = await plant(undefined);
    try {
      expect(catchFault(core)).toBeUndefined();
    } finally {
      remove();
    }
  });

  test.for(FAULTS)("$name", { timeout: 60_000 }, async (fault) => {
    const { core, remove } = await plant(fault);
    try {
      const caught = catchFault(core);
      const how = caught === undefined ? "NOT CAUGHT" : `case ${caught.after}, ${caught.by}`;
      lines.push(`  ${fault.name.padEnd(34)} ${how}`);
      expect(caught, fault.breaks).toBeDefined();
    } finally {
      remove();
    }
  });
});
