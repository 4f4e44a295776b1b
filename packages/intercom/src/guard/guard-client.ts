import type {
  AuditSink,
  Catalogue,
  IntercomPermission,
  Policy,
  ResourceOf,
  RowOf,
  Who,
} from "@intercom-rbac/core";
import type { IntercomClient } from "intercom-client";
import { wrapMethods } from "../client/wrap-methods.ts";
import { createCallGuard } from "./call-guard.ts";
import { createDecisionRecord } from "./decision-record.ts";
import { checkedGuardOptions } from "./guard-options.ts";
import { markGuarded } from "./guarded-clients.ts";
import { refusedInternal } from "./refused-methods.ts";

type Awaitable<Value> = Value | PromiseLike<Value>;

/** Resources of the Intercom catalogue, such as `conversations`. */
export type IntercomResource = ResourceOf<IntercomPermission>;

/** The app's own rows, by id, for decisions that depend on one: in place of what Intercom would be asked for. */
export type GuardedResources<T> = {
  readonly [R in IntercomResource]?:
    | ((id: string) => Awaitable<RowOf<T, R> | null | undefined>)
    | undefined;
};

export interface GuardClientOptions<C extends Catalogue, N extends string, T> {
  /** Any policy with permissions of the Intercom catalogue. */
  readonly policy: Policy<C, N, T>;
  /** Who acts, or how to find out: asked for every call and every page. Nobody is `null`. */
  readonly principal: Who<T> | (() => Awaitable<Who<T>>);
  /** Every decision is written here before its request leaves. */
  readonly audit?: AuditSink | undefined;
  /** The workspace whose client it is. Wanted where the policy has a tenant rule, which it is then compared by. */
  readonly workspaceId?: string | undefined;
  readonly resources?: GuardedResources<T> | undefined;
  /**
   * What becomes of a search when a grant depends on the row. It is refused unless this is `"filter"`, which hands over
   * the rows that may be seen; how many pages there are then tells whether others met the query.
   */
  readonly hiddenRows?: "refuse" | "filter" | undefined;
}

/**
 * The same client in somebody's hands: every method demands its permission before its request leaves, and what no
 * permission covers is refused. Guarding is cheap enough to be done for each request of an app.
 *
 * Where a grant depends on the row, a call that changes one reads it first, by the same client or by
 * `options.resources`; what a call reads is decided on before it is handed over, and lists come without the rows that
 * may not be seen, and searches are refused unless `options.hiddenRows` says otherwise. What a write answers comes as
 * `id` and `type` alone where the row may not be read.
 *
 * Calls reject with `ERR_RBAC_PERMISSION_DENIED`, which has the decision, and with `ERR_RBAC_GUARD_MISUSED` for methods
 * and bodies without a permission; with `ERR_RBAC_OPTION_INVALID` for arguments that may not be sent, and with
 * `ERR_RBAC_UNAVAILABLE` when the audit log cannot be written. Throws `ERR_RBAC_OPTION_INVALID`.
 *
 * @example
 * const guarded = guardClient(client, { policy: intercomPolicy, principal: { id: "1003", roles: ["agent"] } });
 * await guarded.contacts.find({ contact_id }); // an agent reads contacts
 * await guarded.contacts.delete({ contact_id }); // rejects, and nothing is sent
 * @example with roles from the workspace, asked for at every call
 * guardClient(client, { policy, principal: () => directory.principal(adminId), audit });
 */
export function guardClient<C extends Catalogue, N extends string, T>(
  client: IntercomClient,
  options: GuardClientOptions<C, N, T>,
): IntercomClient {
  const { policy, facts, principal, audit, workspaceId, loaders, filtersSearches } =
    checkedGuardOptions(client, options);
  const mark = facts.markRow(workspaceId);
  const guard = createCallGuard({
    client,
    policy,
    principal,
    record: createDecisionRecord(audit, facts.workspaceAttribute, workspaceId),
    plain: audit === undefined && mark === undefined,
    loaders,
    filtersSearches,
    mark,
  });
  return markGuarded(wrapMethods(client, guard, refusedInternal), principal);
}
