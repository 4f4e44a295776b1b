import { GuardMisusedError, OptionInvalidError } from "@intercom-rbac/core";
import { kindOf, nameIn } from "@intercom-rbac/core/internal";
import type { AssignRules, AssignTarget } from "./demand-assignment.ts";
import { demandAssignment } from "./demand-assignment.ts";
import type { RoutingRequest } from "./team-router.ts";

/** Resolves to the acting admin's id once they may assign, undefined when there is no such conversation. */
export type ActingAdmin<Who> = (
  request: RoutingRequest<string, Who>,
  target: AssignTarget,
) => Promise<string | undefined>;

const ADMIN_ID = /^[1-9]\d{0,14}$/;

/** The id in Intercom that a principal states: its `adminId`, else an `id` that can be one. */
function statedAdminId(principal: unknown): string | undefined {
  const id = nameIn(principal, "adminId") ?? nameIn(principal, "id");
  return id !== undefined && ADMIN_ID.test(id) ? id : undefined;
}

function readAdminId(value: unknown): string {
  const id = typeof value === "number" ? String(value) : value;
  if (typeof id === "string" && ADMIN_ID.test(id)) return id;
  throw new OptionInvalidError(
    `route: adminId must be an admin's id, a whole number above 0 or its digits, and is ${kindOf(value)}.`,
  );
}

/** The guarded client demands the permission, of the principal that it was made for. */
export const actingByGuard: ActingAdmin<unknown> = async (request) => {
  if (Object.hasOwn(request, "principal")) {
    throw new OptionInvalidError(
      "route: the guarded client has its own principal. Pass adminId, or give createTeamRouter a policy.",
    );
  }
  return readAdminId(request.adminId);
};

/** The router demands the permission itself, by its policy. */
export function actingByPolicy<Who>(
  rules: AssignRules<Who>,
  principalOf: ((adminId: string) => Who | Promise<Who>) | undefined,
): ActingAdmin<Who> {
  async function principalFor(adminId: string): Promise<Who> {
    if (principalOf === undefined) {
      throw new OptionInvalidError(
        "route: who is this admin? Pass the principal, or give createTeamRouter the option principal.",
      );
    }
    const who = await principalOf(adminId);
    const stated = statedAdminId(who);
    // One that states none was found by that id.
    if (stated === undefined || stated === adminId) return who;
    throw new GuardMisusedError(
      "route: the principal is another admin than adminId. If its id is one of your own, give it the attribute adminId.",
    );
  }

  return async (request, target) => {
    const byPrincipal = Object.hasOwn(request, "principal");
    if (request.adminId !== undefined || !byPrincipal) {
      if (byPrincipal) {
        throw new OptionInvalidError("route: pass adminId or the principal, not both.");
      }
      const adminId = readAdminId(request.adminId);
      const who = await principalFor(adminId);
      return (await demandAssignment(rules, { ...target, who })) ? adminId : undefined;
    }
    const who = request.principal;
    if (!(await demandAssignment(rules, { ...target, who }))) return undefined;
    const adminId = statedAdminId(who);
    if (adminId !== undefined) return adminId;
    throw new OptionInvalidError(
      "route: the principal does not say which admin it is in Intercom. Give it the attribute adminId.",
    );
  };
}
