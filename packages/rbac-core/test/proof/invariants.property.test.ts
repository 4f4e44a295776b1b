import fc from "fast-check";
import { describe, test } from "vitest";
import * as core from "../../src/index.ts";
import { policyCase } from "./generate-checks.ts";
import { denial } from "./generate-rules.ts";
import type { Changeable } from "./invariants.ts";
import { INVARIANTS } from "./invariants.ts";
import { holdsFor } from "./seed.ts";

const cases: fc.Arbitrary<Changeable> = fc.record({
  generated: policyCase(30),
  denial,
  grant: fc.nat(99),
});

describe("whatever the policy", () => {
  for (const [name, invariant] of Object.entries(INVARIANTS)) {
    test(name, { timeout: 60_000 }, () => {
      holdsFor(cases, 200, (given) => invariant(core, given));
    });
  }
});
