import type { Question } from "../harness/question.ts";
import type { Side } from "../harness/timed.ts";
import { timed } from "../harness/timed.ts";
import type { Case as RowCase } from "../workloads/conversations.ts";
import {
  AGENTS,
  conversationsPolicy,
  everyRow,
  FEW_ROWS,
  fewRows,
  ROWS,
} from "../workloads/conversations.ts";
import type { Case } from "../workloads/support-desk.ts";
import {
  manyChecks,
  PEOPLE,
  PERMISSION_NAMES,
  supportDeskPolicy,
  VISITS,
} from "../workloads/support-desk.ts";

export const question: Question = {
  title: "The same checks with their reason: decide and explain",
  rows: [
    {
      id: "decide",
      title: "`decide`, unconditional",
      unit: "ns",
      floor: "can",
      goal: { of: "ratio", atMost: 3 },
      stable: true,
    },
    {
      id: "decide-conditional",
      title: "`decide`, conditional",
      unit: "ns",
      floor: "can",
      goal: { of: "ratio", atMost: 3 },
      stable: true,
    },
    {
      id: "explain",
      title: "`explain`, conditional",
      unit: "µs",
      floor: "can",
      goal: { of: "value", atMost: 100 },
      stable: true,
    },
  ],
  groups: [
    { name: "unconditional", measure: () => timed("decide", manyChecks, [can(), decide()]) },
    {
      name: "conditional",
      measure: () => timed("decide-conditional", everyRow, [canRow(ROWS), decideRow()]),
    },
    {
      name: "explain",
      measure: () => timed("explain", fewRows, [canRow(FEW_ROWS), explain()], { unitNs: 1000 }),
    },
  ],
};

export function can(): Side<Case> {
  const policy = supportDeskPolicy();
  return {
    name: "can",
    kind: "floor",
    ask: ({ who, permission }) => policy.can(who, permission.name),
    block(times) {
      const people = PEOPLE;
      const names = PERMISSION_NAMES;
      let allowed = 0;
      for (let time = 0; time < times; time++) {
        for (let person = 0; person < people.length; person++) {
          const who = people[person];
          for (let visit = 0; visit < VISITS; visit++) {
            for (let name = 0; name < names.length; name++) {
              if (policy.can(who, names[name])) allowed++;
            }
          }
        }
      }
      return allowed;
    },
  };
}

export function decide(): Side<Case> {
  const policy = supportDeskPolicy();
  return {
    name: "rbac",
    kind: "ours",
    ask: ({ who, permission }) => policy.decide(who, permission.name).allowed,
    block(times) {
      const people = PEOPLE;
      const names = PERMISSION_NAMES;
      let allowed = 0;
      for (let time = 0; time < times; time++) {
        for (let person = 0; person < people.length; person++) {
          const who = people[person];
          for (let visit = 0; visit < VISITS; visit++) {
            for (let name = 0; name < names.length; name++) {
              if (policy.decide(who, names[name]).allowed) allowed++;
            }
          }
        }
      }
      return allowed;
    },
  };
}

function canRow(rows: typeof ROWS): Side<RowCase> {
  const policy = conversationsPolicy();
  return {
    name: "can",
    kind: "floor",
    ask: ({ who, row }) => policy.can(who, "conversations:reply", row),
    block(times) {
      const agents = AGENTS;
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

function decideRow(): Side<RowCase> {
  const policy = conversationsPolicy();
  return {
    name: "rbac",
    kind: "ours",
    ask: ({ who, row }) => policy.decide(who, "conversations:reply", row).allowed,
    block(times) {
      const agents = AGENTS;
      const rows = ROWS;
      let allowed = 0;
      for (let time = 0; time < times; time++) {
        for (let agent = 0; agent < agents.length; agent++) {
          const who = agents[agent];
          for (let index = 0; index < rows.length; index++) {
            if (policy.decide(who, "conversations:reply", rows[index]).allowed) allowed++;
          }
        }
      }
      return allowed;
    },
  };
}

function explain(): Side<RowCase> {
  const policy = conversationsPolicy();
  return {
    name: "rbac",
    kind: "ours",
    ask: ({ who, row }) => policy.explain(who, "conversations:reply", row).decision.allowed,
    block(times) {
      const agents = AGENTS;
      const rows = FEW_ROWS;
      let allowed = 0;
      for (let time = 0; time < times; time++) {
        for (let agent = 0; agent < agents.length; agent++) {
          const who = agents[agent];
          for (let index = 0; index < rows.length; index++) {
            if (policy.explain(who, "conversations:reply", rows[index]).decision.allowed) allowed++;
          }
        }
      }
      return allowed;
    },
  };
}
