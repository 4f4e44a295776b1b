import { createMongoAbility } from "@casl/ability";
import { definePolicy } from "@intercom-rbac/core";
import type { Question, Sample } from "../harness/question.ts";
import type { Side, Workload } from "../harness/timed.ts";
import { timed } from "../harness/timed.ts";

export const question: Question = {
  title: "Growth in conditions: 10 to 10,000 grants on one permission, by the value of one field",
  rows: [
    {
      id: "growth-in-conditions",
      title: "growth in conditions: 10 to 10,000",
      unit: "ns",
      floor: "itself at 10",
      side: "rbac, 10,000 conditions",
      goal: { of: "ratio", atMost: 2 },
      stable: true,
    },
  ],
  groups: [
    { name: "rbac", measure: () => atEverySize(rbac) },
    { name: "CASL", measure: () => atEverySize(casl) },
  ],
};

interface Row {
  readonly id: string;
  readonly teamId: number;
}

const SIZES = [10, 100, 1_000, 10_000] as const;
const AGENT = { id: "user-7", roles: ["agent"] };

/** A hundred rows spread over the teams, and over half as many that nobody was granted. */
function rowsOf(size: number): readonly Row[] {
  return Array.from({ length: 100 }, (_, index) => ({
    id: `conversation-${index}`,
    teamId: Math.floor((index * size * 1.5) / 100),
  }));
}

function workloadOf(size: number): Workload<Row> {
  const cases = rowsOf(size);
  const expected = ({ teamId }: Row) => teamId < size;
  return { cases, expected, checks: cases.length, allowed: cases.filter(expected).length };
}

/** One loop for all sizes: they differ by their rules, not by what V8 could learn of the call. */
function atEverySize(side: (size: number) => Side<Row>): Promise<Sample[]> {
  return timed("growth-in-conditions", workloadOf(10), SIZES.map(side));
}

function rbac(size: number): Side<Row> {
  const policy = definePolicy({
    permissions: { conversations: ["read"] },
    roles: {
      agent: {
        can: Array.from({ length: size }, (_, teamId) => ({
          permission: "conversations:read" as const,
          when: { teamId },
        })),
      },
    },
  });
  const rows = rowsOf(size);
  return {
    name: `rbac, ${size.toLocaleString("en-US")} conditions`,
    kind: size === 10 ? "floor" : "ours",
    workload: workloadOf(size),
    ask: (row) => policy.can(AGENT, "conversations:read", row),
    block(times) {
      let allowed = 0;
      for (let time = 0; time < times; time++) {
        for (let index = 0; index < rows.length; index++) {
          if (policy.can(AGENT, "conversations:read", rows[index])) allowed++;
        }
      }
      return allowed;
    },
  };
}

function casl(size: number): Side<Row> {
  const ability = createMongoAbility(
    Array.from({ length: size }, (_, teamId) => ({
      action: "read",
      subject: "conversations",
      conditions: { teamId },
    })),
    { detectSubjectType: () => "conversations" },
  );
  const rows = rowsOf(size);
  return {
    name: `CASL, ${size.toLocaleString("en-US")} conditions`,
    kind: "peer",
    workload: workloadOf(size),
    ask: (row) => ability.can("read", row),
    block(times) {
      let allowed = 0;
      for (let time = 0; time < times; time++) {
        for (let index = 0; index < rows.length; index++) {
          if (ability.can("read", rows[index])) allowed++;
        }
      }
      return allowed;
    },
  };
}
