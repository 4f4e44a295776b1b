// npm run bench -- [question …] [--processes=5] [--group=name] [--save] [--as=name]
import { parseArgs } from "node:util";
import { thisMachine } from "./harness/machine.ts";
import { rowLines } from "./harness/print-rows.ts";
import type { QuestionResult } from "./harness/results.ts";
import { defaultName, merged, readResults, writeResults } from "./harness/results-file.ts";
import { runQuestion } from "./harness/run-question.ts";
import { questionNamed, questionNames } from "./questions.ts";
import { writeDocuments } from "./report/write-documents.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    processes: { type: "string", default: "5" },
    group: { type: "string" },
    save: { type: "boolean", default: false },
    as: { type: "string", default: defaultName() },
  },
});
const processes = Number(values.processes);
if (!Number.isInteger(processes) || processes < 1) throw new Error("--processes takes a count");
if (values.save && values.group !== undefined) {
  throw new Error("--group is for a look: what is saved has all groups");
}

const found: QuestionResult[] = [];
for (const name of positionals.length === 0 ? questionNames : positionals) {
  const result = await runQuestion(name, await questionNamed(name), {
    processes,
    group: values.group,
  });
  for (const row of result.rows) console.log(rowLines(row).join("\n"));
  found.push(result);
}

if (values.save) {
  const machine = thisMachine();
  const results = merged(readResults(values.as), { machine, questions: found }, questionNames);
  writeResults(values.as, results);
  writeDocuments();
  console.log(`\nSaved as bench/results/${values.as}.json, and the documents rewritten from it.`);
}
