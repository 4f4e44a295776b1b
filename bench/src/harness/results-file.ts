import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Machine, QuestionResult, Results } from "./results.ts";

const folder = fileURLToPath(new URL("../../results/", import.meta.url));

export function resultsPath(file: string): string {
  return `${folder}${file}`;
}

/** The major version of this Node. */
export function defaultName(): string {
  return process.versions.node.split(".")[0];
}

/** Names of the checked-in results: a Node major, and others of further runs. */
export function savedNames(): string[] {
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder).filter((file) => file.endsWith(".json"));
  return files.map((file) => file.slice(0, -".json".length)).sort();
}

export function readResults(name: string): Results | undefined {
  const path = resultsPath(`${name}.json`);
  return existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : undefined;
}

export function writeResults(name: string, results: Results): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(resultsPath(`${name}.json`), toText(results));
}

/** What holds nothing but numbers is one line, so that a change of a side is a few lines of a difference. */
export function toText(results: Results): string {
  const text = JSON.stringify(results, null, 2);
  const short = text.replaceAll(/[[{]\s+((?:"\w+": )?-?[\d.e+-]+,?\s+)+[\]}]/g, (block) =>
    block.replaceAll(/\s+/g, " "),
  );
  return `${short}\n`;
}

/** The questions in their order, the newer answer of each. Throws where the older are of another machine. */
export function merged(
  older: Results | undefined,
  newer: Results,
  order: readonly string[],
): Results {
  const asked = new Set(newer.questions.map(({ question }) => question));
  const kept = older?.questions.filter(({ question }) => !asked.has(question)) ?? [];
  if (older !== undefined && kept.length > 0 && !isSame(older.machine, newer.machine)) {
    throw new Error(
      "The saved results are of another machine or Node: save a run of all questions instead.",
    );
  }
  const all = new Map([...kept, ...newer.questions].map((result) => [result.question, result]));
  const questions = order
    .map((name) => all.get(name))
    .filter((result): result is QuestionResult => result !== undefined);
  return { machine: newer.machine, questions };
}

export function isSame(one: Machine, other: Machine): boolean {
  return one.node === other.node && one.processor === other.processor && one.cores === other.cores;
}
