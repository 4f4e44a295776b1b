import { AccessControl } from "accesscontrol";
import { createAccessControl } from "better-auth/plugins/access";
import { newCachedEnforcer, newModelFromString } from "casbin";
import EasyRbac from "easy-rbac";
import { createPermix } from "permix";
import { AccessControl as RoleAcl } from "role-acl";
import type { Side } from "../harness/timed.ts";
import type { Case } from "../workloads/hierarchy.ts";
import { MEMBERS, PERMISSIONS, ROLES } from "../workloads/hierarchy.ts";
import { rulesOf } from "./permix.ts";
import { ask } from "./role-acl.ts";
import { statements } from "./statements.ts";

export function casl(members = MEMBERS): Side<Case> {
  return {
    name: "CASL, ability of the user kept",
    kind: "peer",
    ask: ({ who, permission }) => who.ability.can(permission.action, permission.resource),
    block(times) {
      const permissions = PERMISSIONS;
      let allowed = 0;
      for (let time = 0; time < times; time++) {
        for (let member = 0; member < members.length; member++) {
          const who = members[member];
          for (let index = 0; index < permissions.length; index++) {
            const permission = permissions[index];
            if (who.ability.can(permission.action, permission.resource)) allowed++;
          }
        }
      }
      return allowed;
    },
  };
}

export function betterAuth(members = MEMBERS): Side<Case> {
  const access = createAccessControl(statements(PERMISSIONS.map(({ name }) => name)));
  // It has no inheritance: one role a user, with everything the user may do.
  const roles = MEMBERS.map(({ permissions }) => access.newRole(statements(permissions)));
  const requests = PERMISSIONS.map(({ resource, action }) => ({ [resource]: [action] }));
  return {
    name: "better-auth access, a role per user",
    kind: "peer",
    ask: ({ who, permission }) =>
      roles[MEMBERS.indexOf(who)].authorize(requests[PERMISSIONS.indexOf(permission)]).success,
    block(times) {
      let allowed = 0;
      for (let time = 0; time < times; time++) {
        for (let member = 0; member < members.length; member++) {
          const role = roles[member];
          for (let index = 0; index < requests.length; index++) {
            if (role.authorize(requests[index]).success) allowed++;
          }
        }
      }
      return allowed;
    },
  };
}

export function permix(members = MEMBERS): Side<Case> {
  // It has no inheritance: rules for each user, as its documentation sets them up.
  const instances = MEMBERS.map(({ permissions }) =>
    createPermix<{ [resource: string]: readonly string[] }>(rulesOf(permissions, PERMISSIONS)),
  );
  const paths = PERMISSIONS.map(({ resource, action }) => `${resource}.${action}` as const);
  return {
    name: "Permix, rules per user",
    kind: "peer",
    ask: ({ who, permission }) =>
      instances[MEMBERS.indexOf(who)].check(paths[PERMISSIONS.indexOf(permission)]),
    block(times) {
      let allowed = 0;
      for (let time = 0; time < times; time++) {
        for (let member = 0; member < members.length; member++) {
          const instance = instances[member];
          for (let index = 0; index < paths.length; index++) {
            if (instance.check(paths[index])) allowed++;
          }
        }
      }
      return allowed;
    },
  };
}

export function accessControl(members = MEMBERS): Side<Case> {
  const control = new AccessControl();
  for (const [role, { parents, can }] of ROLES) {
    control.grant(role);
    if (parents.length > 0) control.extendRole(role, [...parents]);
    for (const name of can) {
      const [resource, action] = name.split(":");
      control.grant(role).action(action, resource);
    }
  }
  control.lock();
  return {
    name: "accesscontrol",
    kind: "peer",
    ask: ({ who, permission }) =>
      control.can(who.roles).do(permission.action, permission.resource).granted,
    block(times) {
      const permissions = PERMISSIONS;
      let allowed = 0;
      for (let time = 0; time < times; time++) {
        for (let member = 0; member < members.length; member++) {
          const who = members[member];
          for (let index = 0; index < permissions.length; index++) {
            const permission = permissions[index];
            if (control.can(who.roles).do(permission.action, permission.resource).granted)
              allowed++;
          }
        }
      }
      return allowed;
    },
  };
}

export function roleAcl(members = MEMBERS): Side<Case> {
  const control = new RoleAcl();
  for (const [role, { parents, can }] of ROLES) {
    for (const name of can) {
      const [resource, action] = name.split(":");
      control.grant(role).execute(action).on(resource);
    }
    if (parents.length > 0) control.extendRoleSync(role, [...parents]);
  }
  return {
    name: "role-acl, sync",
    kind: "peer",
    ask: ({ who, permission }) => ask(control, who.roles, permission.action, permission.resource),
    block(times) {
      const permissions = PERMISSIONS;
      let allowed = 0;
      for (let time = 0; time < times; time++) {
        for (let member = 0; member < members.length; member++) {
          const who = members[member];
          for (let index = 0; index < permissions.length; index++) {
            const permission = permissions[index];
            if (ask(control, who.roles, permission.action, permission.resource)) allowed++;
          }
        }
      }
      return allowed;
    },
  };
}

export function easyRbac(members = MEMBERS): Side<Case> {
  const rbac = new EasyRbac(
    Object.fromEntries(
      Array.from(ROLES, ([name, { parents, can }]) => [
        name,
        { can: [...can], inherits: [...parents] },
      ]),
    ),
  );
  return {
    name: "easy-rbac, async",
    kind: "peer",
    ask: ({ who, permission }) => rbac.can(who.roles, permission.name),
    async block(times) {
      const permissions = PERMISSIONS;
      let allowed = 0;
      for (let time = 0; time < times; time++) {
        for (let member = 0; member < members.length; member++) {
          const who = members[member];
          for (let index = 0; index < permissions.length; index++) {
            const permission = permissions[index];
            if (await rbac.can(who.roles, permission.name)) allowed++;
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
p = sub, obj, act

[role_definition]
g = _, _

[policy_effect]
e = some(where (p.eft == allow))

[matchers]
m = g(r.sub, p.sub) && r.obj == p.obj && r.act == p.act
`;

export async function casbinCached(members = MEMBERS): Promise<Side<Case>> {
  const enforcer = await newCachedEnforcer(newModelFromString(MODEL));
  for (const [role, { parents, can }] of ROLES) {
    for (const parent of parents) await enforcer.addGroupingPolicy(role, parent);
    for (const name of can) await enforcer.addPolicy(role, ...name.split(":"));
  }
  for (const { id, roles } of members) {
    for (const role of roles) await enforcer.addGroupingPolicy(id, role);
  }
  return {
    name: "casbin, cached",
    kind: "peer",
    ask: ({ who, permission }) => enforcer.enforce(who.id, permission.resource, permission.action),
    async block(times) {
      const permissions = PERMISSIONS;
      let allowed = 0;
      for (let time = 0; time < times; time++) {
        for (let member = 0; member < members.length; member++) {
          const who = members[member];
          for (let index = 0; index < permissions.length; index++) {
            const permission = permissions[index];
            if (await enforcer.enforce(who.id, permission.resource, permission.action)) allowed++;
          }
        }
      }
      return allowed;
    },
  };
}
