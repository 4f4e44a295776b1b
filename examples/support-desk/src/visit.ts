import type { Row } from "./expected.ts";
import { columns } from "./expected.ts";

/** A request as sent, and its answer as the table shows it: `200`, or `403 permission_missing`. */
export interface Answer {
  readonly request: string;
  readonly as: string;
  readonly answer: string;
  readonly expected: string;
}

/** Sends a row's request over HTTP once for each column, in their order. */
export async function visit(origin: string, row: Row): Promise<readonly Answer[]> {
  const answers: Answer[] = [];
  for (const [index, { title, user }] of columns.entries()) {
    const { status, text } = await send(origin, row.request, { user, body: row.body });
    const code = codeIn(text);
    answers.push({
      request: row.request,
      as: title,
      answer: code === undefined ? String(status) : `${status} ${code}`,
      expected: row.answers[index] ?? "nothing",
    });
  }
  return answers;
}

/** @param request method and path, such as `GET /contacts` */
export async function send(
  origin: string,
  request: string,
  { user, body }: { readonly user?: string | undefined; readonly body?: object | undefined },
): Promise<{ readonly status: number; readonly text: string }> {
  const [method = "GET", path = "/"] = request.split(" ");
  const response = await fetch(new URL(path, origin), {
    method,
    headers: {
      ...(user === undefined ? {} : { "x-demo-user": user }),
      ...(body === undefined ? {} : { "content-type": "application/json" }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, text: await response.text() };
}

function codeIn(text: string): string | undefined {
  if (!text.startsWith("{")) return undefined;
  const body: unknown = JSON.parse(text);
  if (typeof body !== "object" || body === null || !("code" in body)) return undefined;
  return String(body.code);
}
