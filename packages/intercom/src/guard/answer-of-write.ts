import type { ClientAnswer } from "../client/client-promise.ts";

/** Which row it is, and what the call itself did to it. */
const NAMES = ["type", "object", "id", "conversation_id", "deleted"] as const;

/**
 * What a write answered, in the hands of somebody who may change the row and not read it: no more than which row it was.
 *
 * @param mayRead whether the row that was answered may be handed over whole
 */
export function answerOfWrite(
  answer: ClientAnswer,
  mayRead: (row: object) => boolean,
): ClientAnswer {
  const { data, rawResponse } = answer;
  if (data === undefined) return answer;
  const isRow = typeof data === "object" && data !== null && !Array.isArray(data);
  if (isRow && mayRead(data)) return answer;
  const named = isRow ? NAMES.filter((name) => Object.hasOwn(data, name)) : [];
  const shown = named.map((name) => [name, isRow ? Reflect.get(data, name) : undefined] as const);
  const scalars = shown.filter(([, value]) => typeof value !== "object");
  return { data: Object.fromEntries(scalars), rawResponse };
}
