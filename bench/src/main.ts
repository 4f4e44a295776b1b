// npm run bench -- [question …] [--processes=5] [--save[=name]]
import { parseArgs } from "node:util";
import { rowLines } from "./harness/print-rows.ts";
import { runQuestion } from "./harness/run-question.ts";
import { questionNamed, questionNames } from "./questions.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { processes: { type: "string", default: "5" } },
});
const processes = Number(values.processes);
const names = positionals.length === 0 ? questionNames : positionals;
for (const name of names) {
  const question = await questionNamed(name);
  const result = await runQuestion(name, question, processes);
  for (const row of result.rows) console.log(rowLines(row).join("\n"));
}
