// npm run bench:profile -- guard [--save]: where the time and the memory of one of our sides go.
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { allocationsOf, callTreeOf } from "./harness/profiler.ts";
import { resultsPath } from "./harness/results-file.ts";
import type { Side, Workload } from "./harness/timed.ts";
import { rbac as conditional } from "./questions/conditional.ts";
import { decide } from "./questions/explain-decide.ts";
import { allowedRequests, rbac as guard } from "./questions/guard.ts";
import { checkers } from "./questions/prepared.ts";
import { rbac as can } from "./questions/unconditional.ts";
import { allocationTable } from "./report/allocation-table.ts";
import { flameGraph } from "./report/flame-graph.ts";
import { writeProfile } from "./report/write-documents.ts";
import { everyRow } from "./workloads/conversations.ts";
import { manyChecks } from "./workloads/support-desk.ts";

interface Profiled {
  readonly block: (times: number) => number | Promise<number>;
  readonly checks: number;
}

function profiled<Case>(side: Side<Case>, { checks }: Workload<Case>): Profiled {
  return { block: side.block, checks };
}

const PROFILED: Readonly<Record<string, () => Profiled>> = {
  guard: () => profiled(guard(), allowedRequests),
  can: () => profiled(can(), manyChecks),
  checker: () => profiled(checkers(), manyChecks),
  conditional: () => profiled(conditional(), everyRow),
  decide: () => profiled(decide(), manyChecks),
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { save: { type: "boolean", default: false } },
});
const [name = "guard"] = positionals;
const make = PROFILED[name];
if (make === undefined) throw new Error(`There are: ${Object.keys(PROFILED).join(", ")}`);
const { block, checks } = make();
const tree = await callTreeOf(block);
const table = allocationTable(await allocationsOf(block, checks));
console.log(table);
if (values.save) {
  writeFileSync(
    resultsPath(`profile-${name}.svg`),
    flameGraph(`Where the time of ${name} goes`, tree),
  );
  writeFileSync(resultsPath(`profile-${name}.md`), `# What ${name} allocates\n\n${table}\n`);
  if (name === "guard") writeProfile(name, table);
}
