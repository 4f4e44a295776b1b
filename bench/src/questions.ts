import type { Question } from "./harness/question.ts";

/** Every question by the name of its file, loaded only when asked: a process holds one question's peers. */
const QUESTIONS: Readonly<Record<string, () => Promise<{ readonly question: Question }>>> = {
  unconditional: () => import("./questions/unconditional.ts"),
  "fresh-principals": () => import("./questions/fresh-principals.ts"),
  prepared: () => import("./questions/prepared.ts"),
  inheritance: () => import("./questions/inheritance.ts"),
  guard: () => import("./questions/guard.ts"),
  conditional: () => import("./questions/conditional.ts"),
  list: () => import("./questions/list.ts"),
  "explain-decide": () => import("./questions/explain-decide.ts"),
  "growth-in-rules": () => import("./questions/growth-in-rules.ts"),
  "growth-in-conditions": () => import("./questions/growth-in-conditions.ts"),
  compile: () => import("./questions/compile.ts"),
  tenants: () => import("./questions/tenants.ts"),
  "over-http": () => import("./questions/over-http.ts"),
  garbage: () => import("./questions/garbage.ts"),
  "sdk-guard": () => import("./questions/sdk-guard.ts"),
  directory: () => import("./questions/directory.ts"),
  start: () => import("./questions/start.ts"),
};

export const questionNames: readonly string[] = Object.keys(QUESTIONS);

export async function questionNamed(name: string): Promise<Question> {
  const load = QUESTIONS[name];
  if (load === undefined) {
    throw new Error(`No question is called ${name}. There are: ${questionNames.join(", ")}`);
  }
  return (await load()).question;
}
