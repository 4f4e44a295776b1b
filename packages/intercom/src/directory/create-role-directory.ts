import { setTimeout as wait } from "node:timers/promises";
import type { RoleDirectory } from "@intercom-rbac/core";
import { OptionInvalidError } from "@intercom-rbac/core";
import { kindOf } from "@intercom-rbac/core/internal";
import { checkedNumber } from "../checked-number.ts";
import { refuseGuarded } from "../guard/guarded-clients.ts";
import { notify } from "../notify.ts";
import type { RoleDirectoryOptions } from "./directory-options.ts";
import {
  checkDirectoryOptions,
  checkedClock,
  checkedScopes,
  checkedTimes,
} from "./directory-options.ts";
import { isIntercomId } from "./intercom-id.ts";
import { createRosterLoader } from "./load-roster.ts";
import { createRoleRules } from "./role-mapping.ts";
import { RosterCache } from "./roster-cache.ts";
import { createSteadyClock } from "./steady-clock.ts";

const WHERE = "createRoleDirectory";

function toId(adminId: unknown): string {
  if (typeof adminId === "string") return adminId;
  if (typeof adminId === "number") return String(adminId);
  throw new OptionInvalidError(
    `RoleDirectory: the admin id must be a string or a number, not ${kindOf(adminId)}.`,
  );
}

/**
 * Who holds which of the policy's roles, learnt from an Intercom workspace: fit to be the `principal` of `createRbac`.
 *
 * It answers from memory, at once, and asks Intercom for everybody together: for the first question, in the background
 * once what it knows is `ttlMs` old, and after `invalidate`. When Intercom cannot be asked, it goes on from memory until
 * that is `staleMs` old; then every question rejects with `ERR_RBAC_UNAVAILABLE`, at once. An admin whom the mapping
 * does not name has no roles. Throws `ERR_RBAC_OPTION_INVALID`.
 *
 * @example
 * const directory = createRoleDirectory({
 *   client, policy, roles: { byRoleId: { 103: "agent" }, byTeamId: { 5001: "lead" }, owners: [1001] },
 * });
 * const { requirePermission } = createRbac({
 *   policy, principal: (req) => req.session.adminId && directory.principal(req.session.adminId),
 * });
 */
export function createRoleDirectory<Role extends string>(
  options: RoleDirectoryOptions<Role>,
): RoleDirectory<Role>;
export function createRoleDirectory(options: RoleDirectoryOptions): RoleDirectory {
  checkDirectoryOptions(options);
  const { client, policy, workspaceId, onUnmapped, onFailure, now = createSteadyClock() } = options;
  const { ttlMs, staleMs, loadMs } = checkedTimes(options);
  const admins = { least: 1, most: 1_000_000 };
  const maxAdmins = checkedNumber(`${WHERE}: options.maxAdmins`, options.maxAdmins, admins, 10_000);
  refuseGuarded(WHERE, client);
  const rules = createRoleRules(options.roles, policy?.roles);
  const scopes = checkedScopes(options.scopes);
  let reported = "[]";

  const cache = new RosterCache({
    load: createRosterLoader({ client, rules, scopes, workspaceId, maxAdmins, loadMs }),
    ttlMs,
    staleMs,
    now: checkedClock(now),
    wait,
    onLoaded({ unmapped }) {
      const found = JSON.stringify(unmapped);
      if (found === reported) return;
      reported = found;
      if (onUnmapped) notify(`${WHERE}: options.onUnmapped`, () => onUnmapped(unmapped));
    },
    onFailure(error) {
      if (onFailure) notify(`${WHERE}: options.onFailure`, () => onFailure(error));
    },
  });

  return Object.freeze<RoleDirectory>({
    principal(adminId) {
      try {
        const id = toId(adminId);
        return cache.ask(id, (roster) => roster.principal(id));
      } catch (error) {
        return Promise.reject(error);
      }
    },
    async invalidate(adminId) {
      const id = adminId === undefined ? undefined : toId(adminId);
      // What is no id could have been meant for anybody.
      cache.invalidate(id !== undefined && isIntercomId(id) ? id : undefined);
    },
    unmapped: async () => cache.ask(undefined, (roster) => Promise.resolve(roster.unmapped)),
  });
}
