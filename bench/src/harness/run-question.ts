import type { Question, Sample } from "./question.ts";
import type { QuestionResult } from "./results.ts";
import { rowResults } from "./results.ts";
import { runGroup } from "./run-group.ts";

/** Asks a question in so many fresh processes a group, one at a time. */
export async function runQuestion(
  name: string,
  question: Question,
  processes: number,
): Promise<QuestionResult> {
  const found: (readonly Sample[])[][] = [];
  for (let index = 0; index < processes; index++) {
    const groups = [];
    for (const group of question.groups) groups.push(await runGroup(name, group));
    found.push(groups);
  }
  return {
    question: name,
    title: question.title,
    command: `npm run bench -- ${name} --processes=${processes}`,
    date: new Date().toISOString().slice(0, 10),
    processes,
    rows: rowResults(question, found),
  };
}
