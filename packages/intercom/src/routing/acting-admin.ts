import { GuardMisusedError, OptionInvalidError } from "@intercom-rbac/core";
import { kindOf, nameIn } from "@intercom-rbac/core/internal";
import type { IntercomClient } from "intercom-client";
import type { ActsFor } from "../guard/guarded-clients.ts";
import type { RoutingRequest } from "./team-router.ts";

/** Whose assignment it is, and the client that will demand the permission of them. */
export interface ActingAdmin {
  /** The admin's id in Intercom. */
  readonly adminId: string;
  readonly client: IntercomClient;
}

/**
 * Finds the acting admin. Rejects for whoever may assign nothing at all, before anything is said of topics and teams.
 *
 * @param conversationId undefined when what was asked for is no id
 */
export type FindActingAdmin<Who> = (
  request: RoutingRequest<string, Who>,
  conversationId: string | undefined,
) => Promise<ActingAdmin>;

/** How a router with a policy of its own finds out and guards. */
export interface ActingRules<Who> {
  /** Who an acting admin is to the policy; undefined where the app did not say. */
  readonly principalOf: ((adminId: string) => Who | PromiseLike<Who>) | undefined;
  /** Rejects when this principal may assign nothing at all. */
  refuseHopeless(who: Who, conversationId: string | undefined): Promise<void>;
  guard(who: Who): IntercomClient;
}

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

/** One admin may not act in another's name. A principal that states no id was found by it. */
function checkSameAdmin(principal: unknown, adminId: string): void {
  const stated = statedAdminId(principal);
  if (stated === undefined || stated === adminId) return;
  throw new GuardMisusedError(
    "route: the principal is another admin than adminId. If its id is one of your own, give it the attribute adminId.",
  );
}

/** The guarded client demands the permission, of the principal that it was made for. */
export function actingByGuard(client: IntercomClient, actsFor: ActsFor): FindActingAdmin<unknown> {
  return async (request) => {
    if (Object.hasOwn(request, "principal")) {
      throw new OptionInvalidError(
        "route: the guarded client has its own principal. Pass adminId, or give createTeamRouter a policy.",
      );
    }
    const adminId = readAdminId(request.adminId);
    checkSameAdmin(await actsFor(), adminId);
    return { adminId, client };
  };
}

/** The principal as it is now: what an attribute is read to be is what the decision goes by as well. */
function readOnce<Who>(principal: Who): Who {
  if (typeof principal !== "object" || principal === null) return principal;
  const own = Object.getOwnPropertyDescriptors({ ...principal });
  return Object.create(Object.getPrototypeOf(principal), own);
}

/** The router guards the client itself, for each assignment anew. */
export function actingByPolicy<Who>({
  principalOf,
  refuseHopeless,
  guard,
}: ActingRules<Who>): FindActingAdmin<Who> {
  async function byAdminId(adminId: string, conversationId: string | undefined) {
    if (principalOf === undefined) {
      throw new OptionInvalidError(
        "route: who is this admin? Pass the principal, or give createTeamRouter the option principal.",
      );
    }
    const who = readOnce(await principalOf(adminId));
    checkSameAdmin(who, adminId);
    await refuseHopeless(who, conversationId);
    return { adminId, client: guard(who) };
  }

  return async (given, conversationId) => {
    const request = { ...given };
    const byPrincipal = Object.hasOwn(request, "principal");
    if (request.adminId !== undefined || !byPrincipal) {
      if (!byPrincipal) return byAdminId(readAdminId(request.adminId), conversationId);
      throw new OptionInvalidError("route: pass adminId or the principal, not both.");
    }
    const who = readOnce(request.principal);
    await refuseHopeless(who, conversationId);
    const adminId = statedAdminId(who);
    if (adminId !== undefined) return { adminId, client: guard(who) };
    throw new OptionInvalidError(
      "route: the principal does not say which admin it is in Intercom. Give it the attribute adminId.",
    );
  };
}
