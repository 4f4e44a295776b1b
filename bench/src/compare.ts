// npm run bench:compare -- [question …] [--processes=3] [--against=name]
// Exits with 1 for a regression, and with 2 where nothing can be said of some row.
import { parseArgs } from "node:util";
import { compare, comparisonLines } from "./harness/compare-results.ts";
import { thisMachine } from "./harness/machine.ts";
import type { QuestionResult } from "./harness/results.ts";
import { defaultName, readResults } from "./harness/results-file.ts";
import { runQuestion } from "./harness/run-question.ts";
import { questionNamed, questionNames } from "./questions.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    processes: { type: "string", default: "3" },
    against: { type: "string", default: defaultName() },
  },
});
const names = positionals.length === 0 ? questionNames : positionals;
const baseline = readResults(values.against);
if (baseline === undefined) {
  console.error(
    `There is no bench/results/${values.against}.json to compare with: nothing was compared. Write one with npm run bench -- --save, or name another with --against.`,
  );
  process.exit(2);
}
const questions: QuestionResult[] = [];
for (const name of names) {
  console.log(`… ${name}`);
  const processes = Number(values.processes);
  questions.push(await runQuestion(name, await questionNamed(name), { processes }));
}
const comparison = compare(baseline, { machine: thisMachine(), questions }, names);
console.log(comparisonLines(comparison).join("\n"));
process.exitCode =
  comparison.regressions.length > 0 ? 1 : comparison.incomparable.length > 0 ? 2 : 0;
