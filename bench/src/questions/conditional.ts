import type { Question } from "../harness/question.ts";
import type { Side } from "../harness/timed.ts";
import { timed } from "../harness/timed.ts";
import { CEDAR_FLAGS } from "../peers/cedar.ts";
import {
  accessControl,
  casbinAbac,
  caslKept,
  caslPerRequest,
  cedarPreparsed,
  permix,
} from "../peers/conditional-sides.ts";
import type { Case } from "../workloads/conversations.ts";
import {
  AGENTS,
  conversationsPolicy,
  everyRow,
  FEW_ROWS,
  fewRows,
  ROWS,
} from "../workloads/conversations.ts";

export const question: Question = {
  title: "Conditional can: own or own-team conversation",
  rows: [
    {
      id: "conditional",
      title: "conditional `can`: own or own-team conversation",
      unit: "ns",
      floor: "a hand-written predicate",
      goal: { of: "ratio", atMost: 1.7 },
      stable: true,
    },
  ],
  groups: [
    {
      name: "kept",
      measure: () => timed("conditional", everyRow, [floor(), rbac(), caslKept()]),
    },
    {
      name: "peers",
      measure: async () => timed("conditional", everyRow, [floor(), permix(), await casbinAbac()]),
    },
    {
      name: "slow peers",
      measure: () => timed("conditional", fewRows, [floor(FEW_ROWS), accessControl(FEW_ROWS)]),
    },
    {
      name: "per request",
      measure: () => timed("conditional", everyRow, [floor(), caslPerRequest()]),
    },
    {
      name: "cedar",
      nodeFlags: CEDAR_FLAGS,
      measure: () => timed("conditional", fewRows, [floor(FEW_ROWS), cedarPreparsed(FEW_ROWS)]),
    },
  ],
};

export function floor(rows = ROWS): Side<Case> {
  return {
    name: "predicate by hand",
    kind: "floor",
    ask: ({ who, row }) => row.assigneeId === who.id || who.teamIds.includes(row.teamId),
    block(times) {
      const agents = AGENTS;
      let allowed = 0;
      for (let time = 0; time < times; time++) {
        for (let agent = 0; agent < agents.length; agent++) {
          const who = agents[agent];
          for (let index = 0; index < rows.length; index++) {
            const row = rows[index];
            if (row.assigneeId === who.id || who.teamIds.includes(row.teamId)) allowed++;
          }
        }
      }
      return allowed;
    },
  };
}

export function rbac(): Side<Case> {
  const policy = conversationsPolicy();
  return {
    name: "rbac",
    kind: "ours",
    ask: ({ who, row }) => policy.can(who, "conversations:reply", row),
    block(times) {
      const agents = AGENTS;
      const rows = ROWS;
      let allowed = 0;
      for (let time = 0; time < times; time++) {
        for (let agent = 0; agent < agents.length; agent++) {
          const who = agents[agent];
          for (let index = 0; index < rows.length; index++) {
            if (policy.can(who, "conversations:reply", rows[index])) allowed++;
          }
        }
      }
      return allowed;
    },
  };
}
