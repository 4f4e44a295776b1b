import { intercomPolicy } from "@intercom-rbac/core";
import { guardClient } from "@intercom-rbac/intercom";
import type { IntercomClient } from "intercom-client";
import type { Question, Sample } from "../harness/question.ts";
import type { Side, Workload } from "../harness/timed.ts";
import { timed } from "../harness/timed.ts";
import { instantIntercom } from "../workloads/instant-intercom.ts";

const row = {
  unit: "µs",
  floor: "the same call without a guard",
  side: "rbac, beyond the call",
  goal: { of: "value", atMost: 2 },
  stable: false,
} as const;

export const question: Question = {
  title: "A guarded call of the SDK by an agent, on an Intercom that answers at once",
  rows: [
    { id: "sdk-guard", title: "guarded SDK call, a contact read", ...row },
    { id: "sdk-guard-write", title: "guarded SDK call, a conversation replied to", ...row },
  ],
  groups: [
    { name: "read", measure: () => measure("sdk-guard", findContact) },
    { name: "write", measure: () => measure("sdk-guard-write", reply) },
  ],
};

/** Calls in one time of a block. */
const CALLS = 20;
const CONTACT = "6762f0d51bb69f9f00000001";
const CONVERSATION = "501";

type Who = "agent" | "nobody";

/** A guard that lets everything pass would be fast too: it is asked for nobody as well. */
const calls: Workload<Who> = {
  cases: ["agent", "nobody"],
  expected: (who) => who === "agent",
  checks: CALLS,
  allowed: CALLS,
};

/** A call that both sides make, and the id that its answer has. */
interface TimedCall {
  readonly id: string;
  call(client: IntercomClient): Promise<{ readonly id?: string | undefined }>;
}

const findContact: TimedCall = {
  id: CONTACT,
  call: (client) => client.contacts.find({ contact_id: CONTACT }),
};

/** With a body of its own, which is copied, says what is demanded, and whose answer may be read. */
const reply: TimedCall = {
  id: CONVERSATION,
  call: (client) =>
    client.conversations.reply({
      conversation_id: CONVERSATION,
      body: { message_type: "comment", type: "admin", admin_id: "1003", body: "On its way." },
    }),
};

async function succeeds({ id, call }: TimedCall, client: IntercomClient): Promise<boolean> {
  try {
    return (await call(client)).id === id;
  } catch {
    return false;
  }
}

async function answered(
  { id, call }: TimedCall,
  client: IntercomClient,
  times: number,
): Promise<number> {
  let answers = 0;
  for (let n = 0; n < times * CALLS; n++) {
    const answer = await call(client);
    if (answer.id === id) answers++;
  }
  return answers;
}

async function measure(row: string, call: TimedCall): Promise<readonly Sample[]> {
  const { client } = instantIntercom({
    [`/contacts/${CONTACT}`]: { type: "contact", id: CONTACT, role: "user" },
    [`/conversations/${CONVERSATION}/reply`]: { type: "conversation", id: CONVERSATION },
  });
  const guardedFor = (who: Who) =>
    guardClient(client, {
      policy: intercomPolicy,
      principal: who === "agent" ? { id: "1003", roles: ["agent"] } : null,
    });
  const guarded = guardedFor("agent");
  const bare: Side<Who> = {
    name: "without a guard",
    kind: "floor",
    ask: (who) => who === "agent" && succeeds(call, client),
    block: (times) => answered(call, client, times),
  };
  const ours: Side<Who> = {
    name: "rbac",
    kind: "ours",
    ask: (who) => succeeds(call, guardedFor(who)),
    block: (times) => answered(call, guarded, times),
  };
  const samples = await timed(row, calls, [bare, ours], { unitNs: 1_000, rounds: 31 });
  const microseconds = (name: string) =>
    samples.find(({ side }) => side === name)?.value ?? Number.NaN;
  const beyond = microseconds("rbac") - microseconds("without a guard");
  return [...samples, { row, side: "rbac, beyond the call", kind: "ours", value: beyond }];
}
