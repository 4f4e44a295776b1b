import { createMongoAbility } from "@casl/ability";
import type { StatefulAuthorizationCall } from "@cedar-policy/cedar-wasm/nodejs";
import { preparsePolicySet, statefulIsAuthorized } from "@cedar-policy/cedar-wasm/nodejs";
import { AccessControl } from "accesscontrol";
import { newEnforcer, newModelFromString } from "casbin";
import { createPermix } from "permix";
import type { Side } from "../harness/timed.ts";
import type { Agent, Case, Conversation } from "../workloads/conversations.ts";
import { AGENTS, ROWS } from "../workloads/conversations.ts";

/** Told which type a row is of, rather than marking each row, which would change rows that all sides share. */
export function abilityOf({ id, teamIds }: Agent) {
  return createMongoAbility(
    [
      { action: "read", subject: "conversations" },
      { action: "reply", subject: "conversations", conditions: { assigneeId: id } },
      { action: "reply", subject: "conversations", conditions: { teamId: { $in: teamIds } } },
    ],
    { detectSubjectType: () => "conversations" },
  );
}

export function caslKept(rows = ROWS): Side<Case> {
  const abilities = AGENTS.map(abilityOf);
  return {
    name: "CASL, ability of the user kept",
    kind: "peer",
    ask: ({ who, row }) => abilities[AGENTS.indexOf(who)].can("reply", row),
    block(times) {
      const agents = AGENTS;
      let allowed = 0;
      for (let time = 0; time < times; time++) {
        for (let agent = 0; agent < agents.length; agent++) {
          const ability = abilities[agent];
          for (let index = 0; index < rows.length; index++) {
            const row = rows[index];
            if (ability.can("reply", row)) allowed++;
          }
        }
      }
      return allowed;
    },
  };
}

export function caslPerRequest(rows = ROWS): Side<Case> {
  return {
    name: "CASL, built per request",
    kind: "peer",
    ask: ({ who, row }) => abilityOf(who).can("reply", row),
    block(times) {
      const agents = AGENTS;
      let allowed = 0;
      for (let time = 0; time < times; time++) {
        for (let agent = 0; agent < agents.length; agent++) {
          const who = agents[agent];
          for (let index = 0; index < rows.length; index++) {
            const row = rows[index];
            if (abilityOf(who).can("reply", row)) allowed++;
          }
        }
      }
      return allowed;
    },
  };
}

export function permix(rows = ROWS): Side<Case> {
  const instances = AGENTS.map(({ id, teamIds }) =>
    createPermix<{ conversations: [{ name: "reply"; type: Conversation; required: true }] }>({
      conversations: { reply: (row) => row.assigneeId === id || teamIds.includes(row.teamId) },
    }),
  );
  return {
    name: "Permix, rules per user",
    kind: "peer",
    ask: ({ who, row }) => instances[AGENTS.indexOf(who)].check("conversations.reply", row),
    block(times) {
      const agents = AGENTS;
      let allowed = 0;
      for (let time = 0; time < times; time++) {
        for (let agent = 0; agent < agents.length; agent++) {
          const instance = instances[agent];
          for (let index = 0; index < rows.length; index++) {
            const row = rows[index];
            if (instance.check("conversations.reply", row)) allowed++;
          }
        }
      }
      return allowed;
    },
  };
}

export function accessControl(rows = ROWS): Side<Case> {
  const control = new AccessControl();
  control
    .grant("agent")
    .where({ or: ["$.row.assigneeId == $.who.id", "$.row.teamId in $.who.teamIds"] })
    .action("reply", "conversations");
  control.lock();
  return {
    name: "accesscontrol",
    kind: "peer",
    ask: ({ who, row }) => control.can("agent", { who, row }).do("reply", "conversations").granted,
    block(times) {
      const agents = AGENTS;
      let allowed = 0;
      for (let time = 0; time < times; time++) {
        for (let agent = 0; agent < agents.length; agent++) {
          const who = agents[agent];
          for (let index = 0; index < rows.length; index++) {
            const row = rows[index];
            if (control.can("agent", { who, row }).do("reply", "conversations").granted) allowed++;
          }
        }
      }
      return allowed;
    },
  };
}

const MODEL = `
[request_definition]
r = sub, obj, act

[policy_definition]
p = sub, act

[policy_effect]
e = some(where (p.eft == allow))

[matchers]
m = r.sub.role == p.sub && r.act == p.act && (r.obj.assigneeId == r.sub.id || contains(r.sub.teamIds, r.obj.teamId))
`;

export async function casbinAbac(rows = ROWS): Promise<Side<Case>> {
  const enforcer = await newEnforcer(newModelFromString(MODEL));
  await enforcer.addFunction("contains", (list: readonly string[], one: string) =>
    list.includes(one),
  );
  await enforcer.addPolicy("agent", "reply");
  return {
    name: "casbin, attributes, sync",
    kind: "peer",
    ask: ({ who, row }) => enforcer.enforceSync(who, row, "reply"),
    block(times) {
      const agents = AGENTS;
      let allowed = 0;
      for (let time = 0; time < times; time++) {
        for (let agent = 0; agent < agents.length; agent++) {
          const who = agents[agent];
          for (let index = 0; index < rows.length; index++) {
            const row = rows[index];
            if (enforcer.enforceSync(who, row, "reply")) allowed++;
          }
        }
      }
      return allowed;
    },
  };
}

const CEDAR = `permit (
  principal in Role::"agent",
  action == Action::"conversations:reply",
  resource
) when {
  (resource has assigneeId && resource.assigneeId == principal.id) ||
  principal.teamIds.contains(resource.teamId)
};`;

function cedarCall({ who, row }: Case): StatefulAuthorizationCall {
  const principal = { type: "User", id: who.id };
  const resource = { type: "Conversation", id: row.id };
  const assignee = row.assigneeId === null ? {} : { assigneeId: row.assigneeId };
  return {
    principal,
    action: { type: "Action", id: "conversations:reply" },
    resource,
    context: {},
    preparsedPolicySetId: "conversations",
    entities: [
      {
        uid: principal,
        attrs: { id: who.id, teamIds: [...who.teamIds] },
        parents: [{ type: "Role", id: who.role }],
      },
      { uid: resource, attrs: { ...assignee, teamId: row.teamId }, parents: [] },
    ],
  };
}

function cedarAllows(one: Case): boolean {
  const answer = statefulIsAuthorized(cedarCall(one));
  return answer.type === "success" && answer.response.decision === "allow";
}

export function cedarPreparsed(rows = ROWS): Side<Case> {
  preparsePolicySet("conversations", { staticPolicies: CEDAR });
  return {
    name: "Cedar, policies parsed before",
    kind: "peer",
    ask: ({ who, row }) => cedarAllows({ who, row }),
    block(times) {
      const agents = AGENTS;
      let allowed = 0;
      for (let time = 0; time < times; time++) {
        for (let agent = 0; agent < agents.length; agent++) {
          const who = agents[agent];
          for (let index = 0; index < rows.length; index++) {
            const row = rows[index];
            if (cedarAllows({ who, row })) allowed++;
          }
        }
      }
      return allowed;
    },
  };
}
