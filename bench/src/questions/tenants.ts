import type { Question, Sample } from "../harness/question.ts";
import { COLLECT_ON_DEMAND } from "../harness/retained.ts";
import { median } from "../harness/statistics.ts";
import type { Side, Workload } from "../harness/timed.ts";
import { timed } from "../harness/timed.ts";
import { caslAbility } from "../peers/casl.ts";
import { BITS, makeBitsets } from "../workloads/workspace-bitsets.ts";
import { memory, memoryOfBitsets, memoryOfCasl } from "../workloads/workspace-memory.ts";
import type { Employee } from "../workloads/workspaces.ts";
import {
  ASKED,
  employeesOf,
  isGranted,
  policyOf,
  storedTexts,
  WORKSPACES,
  warm,
  workspaceRoles,
} from "../workloads/workspaces.ts";

export const question: Question = {
  title: "Tenants: 1,000 workspaces with 20 custom roles each, all warm",
  rows: [
    {
      id: "tenants-memory",
      title: "tenants: 1,000 workspaces x 20 custom roles, heap and buffers",
      unit: "KiB a workspace",
      floor: "the definitions as parsed JSON",
      side: "rbac, beyond the definitions",
      goal: { of: "value", atMost: 2 },
      stable: true,
    },
    {
      id: "tenants-check",
      title: "… warm check with 20,000 role sets live",
      unit: "ns",
      floor: "a bitset per workspace and role",
      goal: { of: "ratio", atMost: 1 },
      stable: false,
    },
    {
      id: "tenants-first",
      title: "… first check of a workspace",
      unit: "µs",
      floor: "",
      goal: { of: "value", atMost: 20 },
      stable: false,
    },
  ],
  groups: [
    { name: "memory", nodeFlags: COLLECT_ON_DEMAND, measure: memory },
    { name: "memory of CASL", nodeFlags: COLLECT_ON_DEMAND, measure: memoryOfCasl },
    { name: "memory of bitsets", nodeFlags: COLLECT_ON_DEMAND, measure: memoryOfBitsets },
    {
      name: "check",
      measure: () => timed("tenants-check", everyEmployee(), [bitsets(), rbac(), casl()], TIMING),
    },
    { name: "first", measure: firstCheck },
  ],
};

/** One pass over all takes milliseconds. */
const TIMING = { blockMs: 60, warmUpMs: 300 };

interface Case {
  readonly who: Employee;
  readonly permission: (typeof ASKED)[number];
}

const EMPLOYEES = WORKSPACES.flatMap(employeesOf);

function everyEmployee(): Workload<Case> {
  const cases = EMPLOYEES.flatMap((who) => ASKED.map((permission) => ({ who, permission })));
  const expected = ({ who, permission }: Case) => isGranted(who, permission);
  return { cases, expected, checks: cases.length, allowed: cases.filter(expected).length };
}

function bitsets(): Side<Case> {
  const workspaces = makeBitsets();
  return {
    name: "bitset by hand",
    kind: "floor",
    ask({ who, permission }) {
      const bits = workspaces.get(who.workspace)?.get(who.role);
      const bit = BITS.get(permission);
      return bits !== undefined && bit !== undefined && ((bits[bit >> 5] >> (bit & 31)) & 1) === 1;
    },
    block(times) {
      const employees = EMPLOYEES;
      const asked = ASKED;
      let allowed = 0;
      for (let time = 0; time < times; time++) {
        for (let employee = 0; employee < employees.length; employee++) {
          const who = employees[employee];
          for (let index = 0; index < asked.length; index++) {
            const bits = workspaces.get(who.workspace)?.get(who.role);
            const bit = BITS.get(asked[index]);
            if (bits === undefined || bit === undefined) continue;
            if (((bits[bit >> 5] >> (bit & 31)) & 1) === 1) allowed++;
          }
        }
      }
      return allowed;
    },
  };
}

function rbac(): Side<Case> {
  const policies = new Map(
    storedTexts().map((text, workspace) => [workspace, warm(policyOf(text), workspace)]),
  );
  return {
    name: "rbac",
    kind: "ours",
    ask: ({ who, permission }) => policies.get(who.workspace)?.can(who, permission) === true,
    block(times) {
      const employees = EMPLOYEES;
      const asked = ASKED;
      let allowed = 0;
      for (let time = 0; time < times; time++) {
        for (let employee = 0; employee < employees.length; employee++) {
          const who = employees[employee];
          for (let index = 0; index < asked.length; index++) {
            if (policies.get(who.workspace)?.can(who, asked[index]) === true) allowed++;
          }
        }
      }
      return allowed;
    },
  };
}

function casl(): Side<Case> {
  const workspaces = new Map(
    WORKSPACES.map((workspace) => [
      workspace,
      new Map(workspaceRoles(workspace).map(({ name, can }) => [name, caslAbility(can)])),
    ]),
  );
  const parts = ASKED.map((permission) => {
    const [resource, action] = permission.split(":");
    return { resource, action };
  });
  return {
    name: "CASL, an ability per role set",
    kind: "peer",
    ask({ who, permission }) {
      const { action, resource } = parts[ASKED.indexOf(permission)];
      return workspaces.get(who.workspace)?.get(who.role)?.can(action, resource) === true;
    },
    block(times) {
      const employees = EMPLOYEES;
      let allowed = 0;
      for (let time = 0; time < times; time++) {
        for (let employee = 0; employee < employees.length; employee++) {
          const who = employees[employee];
          for (let index = 0; index < parts.length; index++) {
            const { action, resource } = parts[index];
            const ability = workspaces.get(who.workspace)?.get(who.role);
            if (ability?.can(action, resource) === true) allowed++;
          }
        }
      }
      return allowed;
    },
  };
}

/** The very first check of each of 300 workspaces, in a process that has answered others before. */
function firstCheck(): Sample[] {
  for (let workspace = 1_000; workspace < 1_100; workspace++) {
    warm(policyOf(JSON.stringify(workspaceRoles(workspace))), workspace);
  }
  const fresh = Array.from({ length: 300 }, (_, index) => {
    const workspace = 2_000 + index;
    const [who] = employeesOf(workspace);
    return { who, policy: policyOf(JSON.stringify(workspaceRoles(workspace))) };
  });
  const took = fresh.map(({ who, policy }) => {
    const began = process.hrtime.bigint();
    const allowed = policy.can(who, ASKED[0]);
    const ns = Number(process.hrtime.bigint() - began);
    if (allowed !== isGranted(who, ASKED[0])) throw new Error("the first check is wrong");
    return ns / 1000;
  });
  return [{ row: "tenants-first", side: "rbac", kind: "ours", value: median(took) }];
}
