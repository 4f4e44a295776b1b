import { createRoleDirectory } from "@intercom-rbac/intercom";
import type { Question, Sample } from "../harness/question.ts";
import type { Side, Workload } from "../harness/timed.ts";
import { timed } from "../harness/timed.ts";
import { instantIntercom } from "../workloads/instant-intercom.ts";

export const question: Question = {
  title: "The role directory of a workspace with 5,000 admins",
  rows: [
    {
      id: "directory-warm",
      title: "directory: a principal out of a warm cache",
      unit: "ns",
      floor: "an awaited Map.get",
      goal: { of: "value", atMost: 2_000 },
      stable: false,
    },
    {
      id: "directory-loads",
      title: "… loads for 10,000 requests that wait for a cold one",
      unit: "loads",
      floor: "",
      goal: { of: "value", atMost: 1 },
      stable: true,
    },
    {
      id: "directory-cold",
      title: "… time until the last of them is answered",
      unit: "ms",
      floor: "",
      stable: false,
    },
  ],
  groups: [
    { name: "warm", measure: warm },
    { name: "cold", measure: cold },
  ],
};

const ADMINS = 5_000;
const WAITING = 10_000;
const ids = Array.from({ length: ADMINS }, (_, index) => String(1_000 + index));

/** Every second admin is an owner in Intercom, the others have no role. */
function isOwner(id: string): boolean {
  return Number(id) % 2 === 0;
}

function makeDirectory() {
  const role = { type: "role", id: "9", name: "Owner" };
  const admins = ids.map((id) => ({
    type: "admin",
    id,
    name: `Admin ${id}`,
    email: `${id}@example.com`,
    team_ids: [7],
    role: isOwner(id) ? role : null,
  }));
  const { client, asked } = instantIntercom({
    "/admins": { type: "admin.list", admins },
    "/teams": { type: "team.list", teams: [{ type: "team", id: "7", name: "All", admin_ids: [] }] },
  });
  const directory = createRoleDirectory({
    client,
    workspaceId: "bench",
    roles: { owners: [], byRoleId: { "9": ["owner"] } },
    ttlMs: 3_600_000,
    staleMs: 7_200_000,
  });
  return { directory, asked };
}

const everyAdmin: Workload<string> = {
  cases: ids,
  expected: isOwner,
  checks: ADMINS,
  allowed: ADMINS / 2,
};

async function warm(): Promise<readonly Sample[]> {
  const { directory } = makeDirectory();
  const owners = new Map(ids.map((id) => [id, isOwner(id) ? ["owner"] : []]));
  const byHand: Side<string> = {
    name: "Map.get by hand",
    kind: "floor",
    ask: (id) => owners.get(id)?.includes("owner") === true,
    async block(times) {
      let found = 0;
      for (let time = 0; time < times; time++) {
        for (const id of ids) if ((await owners.get(id))?.[0] === "owner") found++;
      }
      return found;
    },
  };
  const ours: Side<string> = {
    name: "rbac",
    kind: "ours",
    ask: async (id) => (await directory.principal(id))?.roles.includes("owner") === true,
    async block(times) {
      let found = 0;
      for (let time = 0; time < times; time++) {
        for (const id of ids) if ((await directory.principal(id))?.roles[0] === "owner") found++;
      }
      return found;
    },
  };
  return timed("directory-warm", everyAdmin, [byHand, ours]);
}

async function cold(): Promise<readonly Sample[]> {
  const { directory, asked } = makeDirectory();
  const began = performance.now();
  const waiting = Array.from({ length: WAITING }, (_, index) =>
    directory.principal(ids[index % ADMINS] ?? ""),
  );
  const principals = await Promise.all(waiting);
  const took = performance.now() - began;
  const owners = principals.filter((found) => found?.roles.includes("owner")).length;
  if (owners !== WAITING / 2) throw new Error(`${owners} owners, not ${WAITING / 2}`);
  const loads = asked.get("/admins") ?? 0;
  return [
    { row: "directory-loads", side: "rbac", kind: "ours", value: loads },
    { row: "directory-cold", side: "rbac", kind: "ours", value: took },
  ];
}
