import { AnswerPart } from "../client/answer-part.ts";

/** Which row it is, and what the call itself did to it. */
const NAMES = ["type", "object", "id", "conversation_id", "deleted"] as const;

/**
 * What a write answered, in the hands of somebody who may change the row and not read it: no more than which row it was.
 *
 * @param mayRead whether the row that was answered may be handed over whole
 */
export function answerOfWrite(answer: unknown, mayRead: (row: object) => boolean): unknown {
  if (answer === undefined) return undefined;
  if (typeof answer !== "object" || answer === null || Array.isArray(answer)) {
    return AnswerPart.of(answer, {});
  }
  if (mayRead(answer)) return answer;
  const named = NAMES.filter((name) => Object.hasOwn(answer, name));
  const shown = named.map((name) => [name, Reflect.get(answer, name)] as const);
  const scalars = shown.filter(([, value]) => typeof value !== "object");
  return AnswerPart.of(answer, Object.fromEntries(scalars));
}
