import type { CustomRoleDocument, PermissionOf, Policy, Problem, RoleOf } from "../../src/index.ts";
import {
  definePolicy,
  extendPolicy,
  intercomPolicy,
  intercomScopes,
  parsePolicy,
  principal,
} from "../../src/index.ts";
import type { Equal } from "./equal.ts";
import { holds } from "./equal.ts";

// intercomPolicy in five lines, typed.
const support = extendPolicy(intercomPolicy, {
  roles: {
    night_agent: { extends: ["agent"], can: ["conversations:assign"], cannot: ["contacts:read"] },
  },
});
holds<Equal<RoleOf<typeof support>, "owner" | "admin" | "agent" | "night_agent">>();
holds<Equal<PermissionOf<typeof support>, PermissionOf<typeof intercomPolicy>>>();
holds<Equal<RoleOf<typeof intercomPolicy>, "owner" | "admin" | "agent">>();
const who = { id: "1", roles: ["night_agent"] };
support.can(who, "contacts:read", { id: "c1" });
// @ts-expect-error a misspelt permission of the base
support.can(who, "contact:read");
intercomPolicy.withScopes(intercomScopes);
support.withScopes(intercomScopes);

extendPolicy(intercomPolicy, {
  roles: {
    // @ts-expect-error a misspelt permission of the base
    a: { can: ["contacts:raed"] },
    // @ts-expect-error a misspelt parent
    b: { extends: ["agnet"] },
    // An added role and one of the base.
    c: { extends: ["d", "owner"] },
    d: {},
  },
});

// Permissions and rows added to a policy that declares some.
interface Contact {
  id: string;
  ownerId: string;
}
interface Ticket {
  id: string;
  teamId: number;
}
const base = definePolicy({
  types: {} as { principal: { team: number }; rows: { contacts: Contact } },
  permissions: { contacts: ["read", "write"] },
  roles: { agent: { can: [{ permission: "contacts:read", when: { ownerId: principal("id") } }] } },
});
const grown = extendPolicy(base, {
  types: {} as { rows: { tickets: Ticket } },
  permissions: { contacts: ["merge"], tickets: ["read", "close"] },
  roles: {
    lead: {
      extends: ["agent"],
      can: [
        "contacts:merge",
        { permission: "tickets:*", when: { teamId: principal("team") } },
        { permission: "contacts:*", when: { ownerId: principal("id") } },
      ],
    },
  },
});
holds<
  Equal<
    PermissionOf<typeof grown>,
    "contacts:read" | "contacts:write" | "contacts:merge" | "tickets:read" | "tickets:close"
  >
>();
holds<Equal<RoleOf<typeof grown>, "agent" | "lead">>();
const lead = { id: "1", roles: ["lead"], team: 7 };
grown.can(lead, "tickets:close", { id: "t1", teamId: 7 });
grown.can(lead, "contacts:merge", { id: "c1", ownerId: "1" });
// @ts-expect-error a row of the base's type
grown.can(lead, "tickets:close", { id: "c1", ownerId: "1" });
// @ts-expect-error without the attribute the base declares
grown.can({ id: "1", roles: [] }, "contacts:read");
extendPolicy(base, {
  types: {} as { rows: { tickets: Ticket } },
  permissions: { tickets: ["read"] },
  roles: {
    // @ts-expect-error a misspelt field of an added row
    a: { can: [{ permission: "tickets:read", when: { taemId: 1 } }] },
    // @ts-expect-error a misspelt field of a base row
    b: { can: [{ permission: "contacts:read", when: { onwerId: "1" } }] },
    // @ts-expect-error an action the resource does not have
    c: { can: ["tickets:close"] },
  },
});

// A scope map says something of every permission.
base.withScopes({ "contacts:read": ["read"], "contacts:write": { scopes: ["write"] } });
// @ts-expect-error one permission is missing
base.withScopes({ "contacts:read": ["read"] });
base.withScopes({
  "contacts:read": ["read"],
  "contacts:write": [],
  // @ts-expect-error no permission
  "contacts:remove": [],
});

// Stored roles: names of permissions are known at run time, names of roles open up.
declare const documents: readonly CustomRoleDocument[];
const stored = base.withRoles(documents, { ceiling: ["contacts:*", "*:read"] });
holds<Equal<RoleOf<typeof stored>, string>>();
holds<Equal<PermissionOf<typeof stored>, "contacts:read" | "contacts:write">>();
base.withRoles([
  {
    name: "night",
    can: ["contacts:read", { permission: "contacts:write", when: { ownerId: "1" } }],
  },
]);
const asConst = [{ name: "night", extends: ["agent"], cannot: ["contacts:write"] }] as const;
base.withRoles(asConst);
// @ts-expect-error a ceiling outside the catalogue
base.withRoles(documents, { ceiling: ["contacts:raed"] });
// @ts-expect-error a document without a name
base.withRoles([{ can: ["contacts:read"] }]);
const problems = base.checkRoles(documents, { grantedBy: lead, ceiling: ["*"] });
holds<Equal<typeof problems, readonly Problem[]>>();
base.checkRoles(documents, { grantedBy: null });
// @ts-expect-error by whom
base.checkRoles(documents, {});
base.canAssign(lead, { from: [], to: ["agent", "night"] });
// @ts-expect-error half a change
base.canAssign(lead, { to: ["agent"] });

// A parsed policy is open; a policy of literal names is one where names are strings.
const parsed = parsePolicy("{}");
holds<Equal<PermissionOf<typeof parsed>, `${string}:${string}`>>();
parsed.can(who, "anything:goes", { id: 1 });
const untyped: Policy = support;
untyped.can(who, "contacts:read");
const policies: readonly Policy[] = [support, intercomPolicy, parsed];
holds<Equal<RoleOf<(typeof policies)[number]>, string>>();
