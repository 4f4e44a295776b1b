import { intercomPolicy } from "@intercom-rbac/core";
import { guardClient } from "@intercom-rbac/intercom";
import type { IntercomClient } from "intercom-client";
import type { Question, Sample } from "../harness/question.ts";
import type { Side, Workload } from "../harness/timed.ts";
import { timed } from "../harness/timed.ts";
import { instantIntercom } from "../workloads/instant-intercom.ts";

export const question: Question = {
  title:
    "A guarded call of the SDK: contacts.find by an agent, on an Intercom that answers at once",
  rows: [
    {
      id: "sdk-guard",
      title: "guarded SDK call",
      unit: "µs",
      floor: "the same call without a guard",
      side: "rbac, beyond the call",
      goal: { of: "value", atMost: 2 },
      stable: false,
    },
  ],
  groups: [{ name: "calls", measure }],
};

/** Calls in one time of a block. */
const CALLS = 20;
const CONTACT = "6762f0d51bb69f9f00000001";

type Who = "agent" | "nobody";

/** A guard that lets everything pass would be fast too: it is asked for nobody as well. */
const calls: Workload<Who> = {
  cases: ["agent", "nobody"],
  expected: (who) => who === "agent",
  checks: CALLS,
  allowed: CALLS,
};

async function finds(client: IntercomClient): Promise<boolean> {
  try {
    return (await client.contacts.find({ contact_id: CONTACT })).id === CONTACT;
  } catch {
    return false;
  }
}

async function found(client: IntercomClient, times: number): Promise<number> {
  let contacts = 0;
  for (let call = 0; call < times * CALLS; call++) {
    const contact = await client.contacts.find({ contact_id: CONTACT });
    if (contact.id === CONTACT) contacts++;
  }
  return contacts;
}

async function measure(): Promise<readonly Sample[]> {
  const { client } = instantIntercom({
    [`/contacts/${CONTACT}`]: { type: "contact", id: CONTACT, role: "user" },
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
    ask: (who) => who === "agent" && finds(client),
    block: (times) => found(client, times),
  };
  const ours: Side<Who> = {
    name: "rbac",
    kind: "ours",
    ask: (who) => finds(guardedFor(who)),
    block: (times) => found(guarded, times),
  };
  const samples = await timed("sdk-guard", calls, [bare, ours], { unitNs: 1_000, rounds: 31 });
  const microseconds = (name: string) =>
    samples.find(({ side }) => side === name)?.value ?? Number.NaN;
  const beyond = microseconds("rbac") - microseconds("without a guard");
  return [
    ...samples,
    { row: "sdk-guard", side: "rbac, beyond the call", kind: "ours", value: beyond },
  ];
}
