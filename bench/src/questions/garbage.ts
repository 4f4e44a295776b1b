import { bytesPerCheck, NO_COLLECTION } from "../harness/bytes.ts";
import type { Group, Question, Row } from "../harness/question.ts";
import type { Side, Workload } from "../harness/timed.ts";
import { everyRow } from "../workloads/conversations.ts";
import { manyChecks } from "../workloads/support-desk.ts";
import { rbac as conditionalCan, floor as predicate } from "./conditional.ts";
import { decide } from "./explain-decide.ts";
import { allowedRequests, floor as byHand, rbac as guard } from "./guard.ts";
import { checkers } from "./prepared.ts";
import { rbac as can, floor as setHas } from "./unconditional.ts";

const unit = "bytes";
const stable = true;
const none = { of: "value", atMost: 0 } as const;

const rows: readonly Row[] = [
  { id: "garbage-can", title: "garbage: `can`", unit, floor: "Set.has", goal: none, stable },
  {
    id: "garbage-checker",
    title: "garbage: `checker`",
    unit,
    floor: "Set.has",
    goal: none,
    stable,
  },
  {
    id: "garbage-conditional",
    title: "garbage: conditional `can`",
    unit,
    floor: "the predicate",
    goal: none,
    stable,
  },
  { id: "garbage-decide", title: "garbage: `decide`", unit, floor: "Set.has", stable },
  {
    id: "garbage-guard",
    title: "garbage: the guard, request and response included",
    unit,
    floor: "the middleware by hand",
    stable,
  },
];

/** One process a row: bytes are counted while nothing else is alive. */
function group<Case>(
  row: string,
  workload: Workload<Case>,
  sides: () => readonly Side<Case>[],
): Group {
  return {
    name: row,
    nodeFlags: NO_COLLECTION,
    measure: () => bytesPerCheck(row, workload, sides()),
  };
}

export const question: Question = {
  title: "Garbage: bytes allocated per check",
  rows,
  groups: [
    group("garbage-can", manyChecks, () => [setHas(), can()]),
    group("garbage-checker", manyChecks, () => [setHas(), checkers()]),
    group("garbage-conditional", everyRow, () => [predicate(), conditionalCan()]),
    group("garbage-decide", manyChecks, () => [setHas(), decide()]),
    group("garbage-guard", allowedRequests, () => [byHand(), guard()]),
  ],
};
