import { expect, test } from "vitest";
import * as core from "../../src/index.ts";
import { agree } from "./agreement.ts";
import { CODES, createDistribution, OPERATORS } from "./distribution.ts";
import { policyCase } from "./generate-checks.ts";
import { DEFAULT_SEED, holdsFor, RUNS, SEED } from "./seed.ts";

const CHECKS_PER_CASE = 80;
const DEFAULT_RUNS = 1_300;

test("every answer of the package is the oracle's", { timeout: 300_000 }, () => {
  const distribution = createDistribution();
  const runs = RUNS ?? DEFAULT_RUNS;
  holdsFor(policyCase(CHECKS_PER_CASE), DEFAULT_RUNS, (generated) =>
    agree(core, generated, distribution),
  );

  console.log(`Seed ${SEED}, ${runs} policies (FC_SEED and FC_RUNS change them)\n${distribution}`);
  if (runs < DEFAULT_RUNS || SEED !== DEFAULT_SEED) return;
  expect(distribution.total).toBeGreaterThanOrEqual(100_000);
  expect(CODES.filter((code) => distribution.share(code) < 0.05)).toEqual([]);
  expect(OPERATORS.filter((operator) => distribution.evaluated(operator) < 1_000)).toEqual([]);
  expect(distribution.share("granted")).toBeGreaterThanOrEqual(0.3);
  expect(distribution.share("granted")).toBeLessThanOrEqual(0.7);
});
