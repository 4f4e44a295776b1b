import type { Question, Sample } from "./question.ts";
import type { QuestionResult } from "./results.ts";
import { rowResults } from "./results.ts";
import { runGroup } from "./run-group.ts";

interface RunOptions {
  readonly processes: number;
  /** Only this one of the question's groups. */
  readonly group?: string | undefined;
}

/** Asks a question in so many fresh processes a group, one at a time. */
export async function runQuestion(
  name: string,
  question: Question,
  { processes, group }: RunOptions,
): Promise<QuestionResult> {
  const groups = question.groups.filter((one) => group === undefined || one.name === group);
  if (groups.length === 0) {
    const known = question.groups.map((one) => one.name).join(", ");
    throw new Error(`${name} has no group called ${group}. There are: ${known}`);
  }
  const found: (readonly Sample[])[][] = [];
  for (let index = 0; index < processes; index++) {
    const samples = [];
    for (const one of groups) samples.push(await runGroup(name, one));
    found.push(samples);
  }
  return {
    question: name,
    title: question.title,
    command: `npm run bench -- ${name} --processes=${processes}`,
    date: new Date().toISOString().slice(0, 10),
    processes,
    rows: rowResults(question, found).filter(({ sides }) => sides.length > 0),
  };
}
