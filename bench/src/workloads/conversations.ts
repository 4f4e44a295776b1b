import { definePolicy, principal } from "@intercom-rbac/core";
import type { Workload } from "../harness/timed.ts";
import { createRandom, pick, sample } from "./random.ts";

/** What the condition speaks of; the rows have more. */
export interface Conversation {
  readonly id: string;
  readonly assigneeId: string | null;
  readonly teamId: string;
}

export interface Agent {
  readonly id: string;
  readonly role: string;
  readonly roles: readonly string[];
  readonly teamIds: readonly string[];
}

const random = createRandom(44);

const teamIds = Array.from({ length: 10 }, (_, index) => `team-${index}`);

export const AGENTS: readonly Agent[] = Array.from({ length: 5 }, (_, index) => ({
  id: `user-${index}`,
  role: "agent",
  roles: ["agent"],
  teamIds: sample(random, teamIds, 5),
}));

/** May reply to everything. */
export const LEAD: Agent = { id: "user-9", role: "lead", roles: ["lead"], teamIds: [] };

const state = "open";
const createdAt = 1_764_000_000;

/** Rows come from several queries: other columns, in another order. Each literal is a hidden class of its own. */
const SHAPES: readonly ((row: Conversation) => Conversation)[] = [
  ({ id, assigneeId, teamId }) => ({ id, assigneeId, teamId, state }),
  ({ id, assigneeId, teamId }) => ({ teamId, assigneeId, id }),
  ({ id, assigneeId, teamId }) => ({ id, subject: id, state, priority: 1, assigneeId, teamId }),
  ({ id, assigneeId, teamId }) => ({ id, teamId, tags: [state], assigneeId }),
  ({ id, assigneeId, teamId }) => ({ assigneeId, id, contact: { id }, teamId, createdAt }),
  ({ id, assigneeId, teamId }) => ({
    id,
    createdAt,
    waiting: true,
    assigneeId,
    subject: id,
    teamId,
  }),
];

function conversation(index: number): Conversation {
  const assigneeId = random() < 0.1 ? null : pick(random, AGENTS).id;
  return pick(
    random,
    SHAPES,
  )({ id: `conversation-${index}`, assigneeId, teamId: pick(random, teamIds) });
}

/** A list of 10,000. */
export const LIST: readonly Conversation[] = Array.from({ length: 10_000 }, (_, index) =>
  conversation(index),
);

export const ROWS: readonly Conversation[] = LIST.slice(0, 400);

/** For peers that take some fifty microseconds a check. */
export const FEW_ROWS: readonly Conversation[] = LIST.slice(0, 40);

export function conversationsPolicy() {
  return definePolicy({
    types: {} as {
      principal: { teamIds: readonly string[] };
      rows: { conversations: Conversation };
    },
    permissions: { conversations: ["read", "reply"] },
    roles: {
      agent: {
        can: [
          "conversations:read",
          { permission: "conversations:reply", when: { assigneeId: principal("id") } },
          { permission: "conversations:reply", when: { teamId: { $in: principal("teamIds") } } },
        ],
      },
      lead: { can: ["*"] },
    },
  });
}

export interface Case {
  readonly who: Agent;
  readonly row: Conversation;
}

/** Written apart from the predicate that is timed. */
export function mayReply(who: Agent, row: Conversation): boolean {
  const own = row.assigneeId !== null && row.assigneeId === who.id;
  return own || who.teamIds.filter((id) => id === row.teamId).length > 0;
}

function everyAgentOn(rows: readonly Conversation[]): Workload<Case> {
  const cases = AGENTS.flatMap((who) => rows.map((row) => ({ who, row })));
  return {
    cases,
    expected: ({ who, row }) => mayReply(who, row),
    checks: cases.length,
    allowed: cases.filter(({ who, row }) => mayReply(who, row)).length,
  };
}

/** Each of five agents asked for each row: 60 % are allowed. */
export const everyRow: Workload<Case> = everyAgentOn(ROWS);
export const fewRows: Workload<Case> = everyAgentOn(FEW_ROWS);
