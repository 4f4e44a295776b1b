import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { readResults, resultsPath, savedNames } from "../harness/results-file.ts";
import { betweenMarkers } from "./between-markers.ts";
import { plot } from "./plot.ts";
import type { Named } from "./tables.ts";
import { machineLine, rowsOf, runsTable, summaryTable, wholeTable } from "./tables.ts";

/** Rows that are drawn: those with peers beside ours. */
const DRAWN = ["unconditional", "inheritance", "conditional", "filter", "guard"];

function fromRoot(path: string): string {
  return fileURLToPath(new URL(`../../../${path}`, import.meta.url));
}

function rewrite(path: string, contents: Readonly<Record<string, string>>): void {
  const text = readFileSync(fromRoot(path), "utf8");
  const written = Object.entries(contents).reduce(
    (page, [name, content]) => betweenMarkers(page, name, content),
    text,
  );
  writeFileSync(fromRoot(path), written);
}

/** What is checked in, the oldest Node first: the run that the README speaks of. */
function savedRuns(): Named[] {
  return savedNames().flatMap((name) => {
    const results = readResults(name);
    return results === undefined ? [] : [{ name, results }];
  });
}

/** Tables and plots of the checked-in results, written beside them and into README and guide. */
export function writeDocuments(): void {
  const runs = savedRuns();
  if (runs.length === 0) throw new Error("no results are checked in");
  for (const { name, results } of runs) {
    const text = `# Results: ${name}\n\n${machineLine(results)}\n\n${wholeTable(results)}\n`;
    writeFileSync(resultsPath(`${name}.md`), text);
  }
  const [{ name, results }] = runs;
  const drawn = rowsOf(results).filter(({ id }) => DRAWN.includes(id));
  for (const row of drawn) writeFileSync(resultsPath(`${name}-${row.id}.svg`), plot(row));
  const picture = (id: string, up: string): string => {
    const row = drawn.find((one) => one.id === id);
    const alt = row?.title.replaceAll("`", "");
    return row === undefined ? "" : `![${alt}](${up}bench/results/${name}-${id}.svg)`;
  };
  rewrite("README.md", {
    summary: [summaryTable(results), machineLine(results), picture("unconditional", "")].join(
      "\n\n",
    ),
  });
  rewrite("docs/guide/performance.md", {
    runs: `${runsTable(runs)}\n\n${runs.map((run) => `- ${run.name}: ${machineLine(run.results)}`).join("\n")}`,
    table: wholeTable(results),
    plots: DRAWN.map((id) => picture(id, "../../"))
      .filter((line) => line !== "")
      .join("\n\n"),
  });
}

/** What a profile of the guard says, on the performance page. */
export function writeProfile(name: string, table: string): void {
  const picture = `![Flame graph of ${name}](../../bench/results/profile-${name}.svg)`;
  rewrite("docs/guide/performance.md", { profile: `${picture}\n\n${table}` });
}
