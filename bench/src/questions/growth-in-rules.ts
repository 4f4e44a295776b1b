import { definePolicy } from "@intercom-rbac/core";
import type { Question, Sample } from "../harness/question.ts";
import type { Side, Workload } from "../harness/timed.ts";
import { timed } from "../harness/timed.ts";
import { caslAbility } from "../peers/casl.ts";
import type { ManyRules } from "../workloads/many-rules.ts";
import { manyRules, SIZES } from "../workloads/many-rules.ts";

export const question: Question = {
  title: "Growth in rules: 10 to 10,000",
  rows: [
    {
      id: "growth-in-rules",
      title: "growth in rules: 10 to 10,000",
      unit: "ns",
      floor: "itself at 10",
      side: "rbac, 10,000 rules",
      goal: { of: "ratio", atMost: 1.3 },
      stable: true,
    },
  ],
  groups: [
    { name: "rbac", measure: () => atEverySize(rbac) },
    { name: "CASL", measure: () => atEverySize(casl) },
  ],
};

interface Case {
  readonly who: ManyRules["people"][number];
  readonly name: ManyRules["asked"][number];
}

function workloadOf({ people, asked, granted }: ManyRules): Workload<Case> {
  const cases = people.flatMap((who) => asked.map((name) => ({ who, name })));
  const expected = ({ who, name }: Case) => granted.get(who.role)?.has(name) === true;
  return { cases, expected, checks: cases.length, allowed: cases.filter(expected).length };
}

/** One loop for all sizes: they differ by their rules, not by what V8 could learn of the call. */
function atEverySize(side: (rules: ManyRules) => Side<Case>): Promise<Sample[]> {
  const sides = SIZES.map((size) => side(manyRules(size)));
  return timed("growth-in-rules", workloadOf(manyRules(10)), sides);
}

function rbac(rules: ManyRules): Side<Case> {
  const policy = definePolicy(rules.definition);
  const { people, asked } = rules;
  return {
    name: `rbac, ${rules.count.toLocaleString("en-US")} rules`,
    kind: rules.count === 10 ? "floor" : "ours",
    workload: workloadOf(rules),
    ask: ({ who, name }) => policy.can(who, name),
    block(times) {
      let allowed = 0;
      for (let time = 0; time < times; time++) {
        for (let person = 0; person < people.length; person++) {
          const who = people[person];
          for (let name = 0; name < asked.length; name++) {
            if (policy.can(who, asked[name])) allowed++;
          }
        }
      }
      return allowed;
    },
  };
}

function casl(rules: ManyRules): Side<Case> {
  const { people, asked, granted } = rules;
  const kept = new Map(Array.from(granted, ([role, names]) => [role, caslAbility(names)]));
  const abilities = people.map(({ role }) => kept.get(role) ?? caslAbility([]));
  const questions = asked.map((name) => {
    const [resource, action] = name.split(":");
    return { resource, action };
  });
  return {
    name: `CASL, ${rules.count.toLocaleString("en-US")} rules`,
    kind: "peer",
    workload: workloadOf(rules),
    ask({ who, name }) {
      const { action, resource } = questions[asked.indexOf(name)];
      return abilities[people.indexOf(who)].can(action, resource);
    },
    block(times) {
      let allowed = 0;
      for (let time = 0; time < times; time++) {
        for (let person = 0; person < abilities.length; person++) {
          const ability = abilities[person];
          for (let index = 0; index < questions.length; index++) {
            const { action, resource } = questions[index];
            if (ability.can(action, resource)) allowed++;
          }
        }
      }
      return allowed;
    },
  };
}
