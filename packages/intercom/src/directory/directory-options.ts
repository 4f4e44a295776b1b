import type { UnmappedRole } from "@intercom-rbac/core";
import { OptionInvalidError } from "@intercom-rbac/core";
import { checkOptions, kindOf } from "@intercom-rbac/core/internal";
import type { IntercomClient } from "intercom-client";
import { checkedNumber, MOST_MS } from "../checked-number.ts";
import type { RoleMapping } from "./role-mapping.ts";

export interface RoleDirectoryOptions<Role extends string = string> {
  readonly client: IntercomClient;
  /** Whose roles are given. With it, a role that the policy does not have does not compile, and throws. */
  readonly policy?: { readonly roles: readonly Role[] } | undefined;
  readonly roles: RoleMapping<NoInfer<Role>>;
  /** The OAuth scopes of the client's token, that every principal carries: for a policy with a scope map. */
  readonly scopes?: readonly string[] | undefined;
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
  /** Milliseconds that never go back; for tests. */
  readonly now?: (() => number) | undefined;
}

const WHERE = "createRoleDirectory";

/** Throws `ERR_RBAC_OPTION_INVALID`. */
export function checkDirectoryOptions(options: object): void {
  checkOptions(WHERE, options, {
    client: "object",
    policy: "object",
    roles: "object",
    scopes: "any",
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

/** Throws `ERR_RBAC_OPTION_INVALID`. */
export function checkedTimes(options: RoleDirectoryOptions): {
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

/** Throws `ERR_RBAC_OPTION_INVALID`. */
export function checkedScopes(given: unknown): readonly string[] | undefined {
  if (given === undefined) return undefined;
  const path = `${WHERE}: options.scopes`;
  if (!Array.isArray(given)) {
    throw new OptionInvalidError(`${path} must be an array of scopes, not ${kindOf(given)}.`);
  }
  const scopes = given.map((scope: unknown, index) => {
    if (typeof scope === "string" && scope !== "") return scope;
    const is = scope === "" ? "an empty string" : kindOf(scope);
    throw new OptionInvalidError(`${path}[${index}] must be a scope, not ${is}.`);
  });
  return Object.freeze(scopes);
}

/** The clock, which throws `ERR_RBAC_OPTION_INVALID` instead of a time that is none. */
export function checkedClock(now: () => number): () => number {
  return () => {
    const time = now();
    if (Number.isFinite(time)) return time;
    throw new OptionInvalidError(
      `${WHERE}: options.now must give milliseconds, and gave ${kindOf(time)}.`,
    );
  };
}
