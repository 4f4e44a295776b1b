import type { RoleDirectory, UnmappedRole } from "@intercom-rbac/core";
import { OptionInvalidError } from "@intercom-rbac/core";
import { checkOptions, kindOf } from "@intercom-rbac/core/internal";
import type { IntercomClient } from "intercom-client";
import { checkedNumber, MOST_MS } from "../checked-number.ts";
import { refuseGuarded } from "../guard/guarded-clients.ts";
import { notify } from "../notify.ts";
import { createRosterLoader } from "./load-roster.ts";
import type { RoleMapping } from "./role-mapping.ts";
import { createRoleRules } from "./role-mapping.ts";
import { RosterCache } from "./roster-cache.ts";

export interface RoleDirectoryOptions<Role extends string = string> {
  readonly client: IntercomClient;
  /** Whose roles are given. With it, a role that the policy does not have does not compile, and throws. */
  readonly policy?: { readonly roles: readonly Role[] } | undefined;
  readonly roles: RoleMapping<NoInfer<Role>>;
  /** The workspace of the client's token; asked of Intercom unless told. */
  readonly workspaceId?: string | undefined;
  /** From this age on, in milliseconds, what is known is renewed in the background; 60,000 unless told. */
  readonly ttlMs?: number | undefined;
  /** From this age on, what is known counts no more: questions wait for Intercom, or fail; 900,000 unless told. */
  readonly staleMs?: number | undefined;
  /** How long asking Intercom may take; 15,000 unless told. */
  readonly loadMs?: number | undefined;
  /** A workspace of more admins is refused; 10,000 unless told. */
  readonly maxAdmins?: number | undefined;
  /** Told, whenever it changes, who has no role for want of a mapping. */
  readonly onUnmapped?: ((unmapped: readonly UnmappedRole[]) => void) | undefined;
  /** Told of each failed attempt to ask Intercom, most often with `ERR_RBAC_INTERCOM_FAILED`. */
  readonly onFailure?: ((error: unknown) => void) | undefined;
  /** Milliseconds, as `Date.now` gives them; for tests. */
  readonly now?: (() => number) | undefined;
}

const WHERE = "createRoleDirectory";

function checkDirectoryOptions(options: object): void {
  checkOptions(WHERE, options, {
    client: "object",
    policy: "object",
    roles: "object",
    workspaceId: "string",
    ttlMs: "any",
    staleMs: "any",
    loadMs: "any",
    maxAdmins: "any",
    onUnmapped: "function",
    onFailure: "function",
    now: "function",
  });
  const given: { readonly client?: unknown; readonly policy?: unknown; readonly roles?: unknown } =
    {
      ...options,
    };
  if (given.client === undefined) {
    throw new OptionInvalidError(`${WHERE}: options.client is missing: pass an IntercomClient.`);
  }
  if (given.roles === undefined) {
    throw new OptionInvalidError(`${WHERE}: options.roles is missing: nobody would have a role.`);
  }
  if (given.policy instanceof Object && !Array.isArray(Reflect.get(given.policy, "roles"))) {
    throw new OptionInvalidError(`${WHERE}: options.policy must be what definePolicy returned.`);
  }
}

function checkedTimes(options: RoleDirectoryOptions): {
  readonly ttlMs: number;
  readonly staleMs: number;
  readonly loadMs: number;
} {
  const range = { least: 1, most: MOST_MS };
  const ttlMs = checkedNumber(`${WHERE}: options.ttlMs`, options.ttlMs, range, 60_000);
  const stale = { least: ttlMs, most: MOST_MS };
  const otherwise = Math.max(ttlMs, 900_000);
  const staleMs = checkedNumber(`${WHERE}: options.staleMs`, options.staleMs, stale, otherwise);
  const load = { least: 1, most: staleMs };
  const loadMs = checkedNumber(
    `${WHERE}: options.loadMs`,
    options.loadMs,
    load,
    Math.min(15_000, staleMs),
  );
  return { ttlMs, staleMs, loadMs };
}

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
  const { client, policy, workspaceId, onUnmapped, onFailure, now = Date.now } = options;
  const { ttlMs, staleMs, loadMs } = checkedTimes(options);
  const admins = { least: 1, most: 1_000_000 };
  const maxAdmins = checkedNumber(`${WHERE}: options.maxAdmins`, options.maxAdmins, admins, 10_000);
  refuseGuarded(WHERE, client);
  const rules = createRoleRules(options.roles, policy?.roles);
  let reported = "[]";

  const cache = new RosterCache({
    load: createRosterLoader({ client, rules, workspaceId, maxAdmins, loadMs }),
    ttlMs,
    staleMs,
    now,
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
      cache.invalidate(adminId === undefined ? undefined : toId(adminId));
    },
    unmapped: () => cache.ask(undefined, (roster) => Promise.resolve(roster.unmapped)),
  });
}
