import type { AuthorizationCall, StatefulAuthorizationCall } from "@cedar-policy/cedar-wasm/nodejs";
import {
  isAuthorized,
  preparsePolicySet,
  statefulIsAuthorized,
} from "@cedar-policy/cedar-wasm/nodejs";
import type { Side } from "../harness/timed.ts";
import type { Case } from "../workloads/support-desk.ts";
import { GRANTED, PEOPLE, PERMISSIONS, ROLE_NAMES, VISITS } from "../workloads/support-desk.ts";

/** Node 20 ends in an abort when V8 inlines the calls into Cedar's WebAssembly. */
export const CEDAR_FLAGS = ["--no-turbo-inline-js-wasm-calls"];

const POLICIES = ROLE_NAMES.map((role) => {
  const actions = GRANTED[role].map((name) => `Action::"${name}"`);
  return `permit (principal in Role::"${role}", action in [${actions.join(", ")}], resource);`;
}).join("\n");

function question({
  who,
  permission,
}: Case): Omit<StatefulAuthorizationCall, "preparsedPolicySetId"> {
  return {
    principal: { type: "User", id: who.id },
    action: { type: "Action", id: permission.name },
    resource: { type: "App", id: "desk" },
    context: {},
    entities: [
      { uid: { type: "User", id: who.id }, attrs: {}, parents: [{ type: "Role", id: who.role }] },
    ],
  };
}

function askText(one: Case): boolean {
  const call: AuthorizationCall = { ...question(one), policies: { staticPolicies: POLICIES } };
  const answer = isAuthorized(call);
  return answer.type === "success" && answer.response.decision === "allow";
}

function askPreparsed(one: Case): boolean {
  const answer = statefulIsAuthorized({ ...question(one), preparsedPolicySetId: "support-desk" });
  return answer.type === "success" && answer.response.decision === "allow";
}

export function cedarText(): Side<Case> {
  return {
    name: "Cedar, policies as text",
    kind: "peer",
    ask: ({ who, permission }) => askText({ who, permission }),
    block(times) {
      const people = PEOPLE;
      const permissions = PERMISSIONS;
      let allowed = 0;
      for (let time = 0; time < times; time++) {
        for (let person = 0; person < people.length; person++) {
          const who = people[person];
          for (let visit = 0; visit < VISITS; visit++) {
            for (let index = 0; index < permissions.length; index++) {
              const permission = permissions[index];
              if (askText({ who, permission })) allowed++;
            }
          }
        }
      }
      return allowed;
    },
  };
}

export function cedarPreparsed(): Side<Case> {
  preparsePolicySet("support-desk", { staticPolicies: POLICIES });
  return {
    name: "Cedar, policies parsed before",
    kind: "peer",
    ask: ({ who, permission }) => askPreparsed({ who, permission }),
    block(times) {
      const people = PEOPLE;
      const permissions = PERMISSIONS;
      let allowed = 0;
      for (let time = 0; time < times; time++) {
        for (let person = 0; person < people.length; person++) {
          const who = people[person];
          for (let visit = 0; visit < VISITS; visit++) {
            for (let index = 0; index < permissions.length; index++) {
              const permission = permissions[index];
              if (askPreparsed({ who, permission })) allowed++;
            }
          }
        }
      }
      return allowed;
    },
  };
}
