import { agreeOnAnswers } from "./agree-on-answers.ts";
import { agreeOnCheck } from "./agree-on-check.ts";
import { agreeOnRemedies } from "./agree-on-remedies.ts";
import { agreeOnRows } from "./agree-on-rows.ts";
import { agreeOnTables } from "./agree-on-tables.ts";
import type { Core } from "./core-under-test.ts";
import { build } from "./core-under-test.ts";
import type { Distribution } from "./distribution.ts";
import type { Case } from "./generate-checks.ts";
import { flatten } from "./generate-policies.ts";
import { createTrial } from "./trial.ts";

/** Every answer the package gives about the case equals the oracle's. Throws a `Disagreement` when one does not. */
export function agree(core: Core, generated: Case, distribution: Distribution): void {
  const policy = build(core, generated.policy);
  const trial = createTrial(core, policy, flatten(generated.policy), distribution);
  const pairs = new Set<string>();
  for (const [at, check] of generated.checks.entries()) {
    agreeOnCheck(trial, check);
    agreeOnAnswers(trial, check);
    // The oracle decides anew for every role, so only some of the questions are asked this.
    if (at % 5 === 0) agreeOnRemedies(trial, check);
    const pair = `${generated.principals.indexOf(check.who)} ${check.permission}`;
    if (pairs.has(pair)) continue;
    pairs.add(pair);
    agreeOnRows(trial, check.who, check.permission, generated.rows);
  }
  agreeOnTables(trial, generated.principals);
}
