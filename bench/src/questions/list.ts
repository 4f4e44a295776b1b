import type { Question } from "../harness/question.ts";
import type { Side, Workload } from "../harness/timed.ts";
import { timed } from "../harness/timed.ts";
import { abilityOf } from "../peers/conditional-sides.ts";
import type { Agent, Conversation } from "../workloads/conversations.ts";
import { AGENTS, conversationsPolicy, LEAD, LIST, mayReply } from "../workloads/conversations.ts";

const MICROSECONDS = { unitNs: 1000 };

export const question: Question = {
  title: "Lists: filter and conditionsFor",
  rows: [
    {
      id: "filter",
      title: "list: `filter` of 10,000 rows",
      unit: "µs",
      floor: "an inline loop with the predicate",
      goal: { of: "ratio", atMost: 1.6 },
      stable: true,
    },
    {
      id: "filter-all",
      title: "… under an unconditional grant",
      unit: "µs",
      floor: "rows.slice()",
      goal: { of: "ratio", atMost: 1.2 },
      stable: false,
    },
    {
      id: "conditions-for",
      title: "… `conditionsFor`",
      unit: "ns",
      floor: "the same condition as an object literal",
      stable: true,
    },
  ],
  groups: [
    {
      name: "filter",
      measure: () => timed("filter", everyAgent, [floor(), filter(), casl()], MICROSECONDS),
    },
    {
      name: "all",
      measure: () => timed("filter-all", theLead, [copy(), filterAll()], MICROSECONDS),
    },
    {
      name: "conditions",
      measure: () => timed("conditions-for", conditions, [literal(), conditionsFor()]),
    },
  ],
};

const allowedRows = AGENTS.reduce(
  (sum, who) => sum + LIST.filter((row) => mayReply(who, row)).length,
  0,
);

/** The list of each of five agents; what is counted is the rows left. */
const everyAgent: Workload<Agent> = {
  cases: AGENTS,
  expected: () => true,
  checks: AGENTS.length,
  allowed: allowedRows,
};

const theLead: Workload<Agent> = {
  cases: [LEAD],
  expected: () => true,
  checks: 1,
  allowed: LIST.length,
};

const conditions: Workload<Agent> = { ...everyAgent, allowed: AGENTS.length };

/** The very rows that the oracle allows, in their order. */
function isRight(who: Agent, kept: readonly Conversation[]): boolean {
  const expected = LIST.filter((row) => who === LEAD || mayReply(who, row));
  return kept.length === expected.length && kept.every((row, index) => row === expected[index]);
}

function floor(): Side<Agent> {
  const keep = (who: Agent): Conversation[] => {
    const kept: Conversation[] = [];
    for (let index = 0; index < LIST.length; index++) {
      const row = LIST[index];
      if (row.assigneeId === who.id || who.teamIds.includes(row.teamId)) kept.push(row);
    }
    return kept;
  };
  return {
    name: "loop by hand",
    kind: "floor",
    ask: (who) => isRight(who, keep(who)),
    block(times) {
      let rows = 0;
      for (let time = 0; time < times; time++) {
        for (let agent = 0; agent < AGENTS.length; agent++) rows += keep(AGENTS[agent]).length;
      }
      return rows;
    },
  };
}

function filter(): Side<Agent> {
  const policy = conversationsPolicy();
  return {
    name: "rbac",
    kind: "ours",
    ask: (who) => isRight(who, policy.filter(who, "conversations:reply", LIST)),
    block(times) {
      let rows = 0;
      for (let time = 0; time < times; time++) {
        for (let agent = 0; agent < AGENTS.length; agent++) {
          rows += policy.filter(AGENTS[agent], "conversations:reply", LIST).length;
        }
      }
      return rows;
    },
  };
}

function casl(): Side<Agent> {
  const abilities = AGENTS.map(abilityOf);
  return {
    name: "CASL, ability of the user kept",
    kind: "peer",
    ask(who) {
      const ability = abilities[AGENTS.indexOf(who)];
      return isRight(
        who,
        LIST.filter((row) => ability.can("reply", row)),
      );
    },
    block(times) {
      let rows = 0;
      for (let time = 0; time < times; time++) {
        for (let agent = 0; agent < abilities.length; agent++) {
          const ability = abilities[agent];
          rows += LIST.filter((row) => ability.can("reply", row)).length;
        }
      }
      return rows;
    },
  };
}

function copy(): Side<Agent> {
  return {
    name: "rows.slice()",
    kind: "floor",
    ask: (who) => isRight(who, LIST.slice()),
    block(times) {
      let rows = 0;
      for (let time = 0; time < times; time++) rows += LIST.slice().length;
      return rows;
    },
  };
}

function filterAll(): Side<Agent> {
  const policy = conversationsPolicy();
  return {
    name: "rbac",
    kind: "ours",
    ask: (who) => isRight(who, policy.filter(who, "conversations:reply", LIST)),
    block(times) {
      let rows = 0;
      for (let time = 0; time < times; time++) {
        rows += policy.filter(LEAD, "conversations:reply", LIST).length;
      }
      return rows;
    },
  };
}

function literal(): Side<Agent> {
  const write = ({ id, teamIds }: Agent) => ({
    kind: "some",
    condition: {
      or: [
        { field: "assigneeId", operator: "$eq", value: id },
        { field: "teamId", operator: "$in", value: [...teamIds] },
      ],
    },
  });
  return {
    name: "object literal",
    kind: "floor",
    ask: (who) => write(who).kind === "some",
    block(times) {
      let some = 0;
      for (let time = 0; time < times; time++) {
        for (let agent = 0; agent < AGENTS.length; agent++) {
          if (write(AGENTS[agent]).kind === "some") some++;
        }
      }
      return some;
    },
  };
}

function conditionsFor(): Side<Agent> {
  const policy = conversationsPolicy();
  return {
    name: "rbac",
    kind: "ours",
    ask: (who) => policy.conditionsFor(who, "conversations:reply").kind === "some",
    block(times) {
      let some = 0;
      for (let time = 0; time < times; time++) {
        for (let agent = 0; agent < AGENTS.length; agent++) {
          if (policy.conditionsFor(AGENTS[agent], "conversations:reply").kind === "some") some++;
        }
      }
      return some;
    },
  };
}
