import type { Catalogue, Policy, ScopeNeed } from "@intercom-rbac/core";
import { intercomPolicy, intercomScopes, OptionInvalidError } from "@intercom-rbac/core";
import { kindOf } from "@intercom-rbac/core/internal";
import { leastScopes } from "./least-scopes.ts";
import { askable, labelsOf } from "./scope-names.ts";
import { toScopeTable } from "./scope-table.ts";

/** What an app has to be allowed in the Developer Hub, for its teammates to do what the policy allows them. */
export interface PolicyScopes {
  /** The boxes to tick, each with the permissions that need it; in the catalogue's order. */
  readonly needs: readonly ScopeNeed[];
  /** Permissions of Intercom's catalogue for which no scope is known. */
  readonly unknown: readonly string[];
  /** The app's own permissions, which Intercom does not know: they need no scope. */
  readonly own: readonly string[];
  /** A table of `needs` and `unknown`. */
  toMarkdown(): string;
  /** The same table. */
  toString(): string;
}

type Tables = Pick<Policy, "matrix" | "toJSON">;

function checkQuestion(policy: unknown, role: unknown): void {
  const isPolicy = typeof policy === "object" && policy !== null && "matrix" in policy;
  if (!isPolicy) {
    throw new OptionInvalidError(
      `scopesForPolicy: the policy must be what definePolicy returned, and is ${kindOf(policy)}.`,
    );
  }
  if (role !== undefined && typeof role !== "string") {
    throw new OptionInvalidError(
      `scopesForPolicy: the role must be a string, and is ${kindOf(role)}.`,
    );
  }
}

/** What one or all roles can be allowed on some row, in the policy's order. */
function permissionsOf(policy: Tables, role: string | undefined): readonly string[] {
  const matrix = policy.matrix();
  const roles = role === undefined ? matrix.roles : [role];
  return matrix.permissions.filter((permission) =>
    roles.some((name) => matrix.cell(name, permission) !== "deny"),
  );
}

/** Permission → the labels that open it, by the policy's own scope map where it has one. */
function labelsByPermission(policy: Tables): ReadonlyMap<string, readonly string[]> {
  const { scopes = {} } = policy.toJSON();
  return new Map(
    intercomPolicy.permissions.map((permission) => {
      const own = Object.hasOwn(scopes, permission) ? scopes[permission] : undefined;
      return [permission, labelsOf(own ?? intercomScopes[permission].scopes)];
    }),
  );
}

function invert(table: ReadonlyMap<string, readonly string[]>): ReadonlyMap<string, string[]> {
  const opens = new Map<string, string[]>();
  for (const [permission, labels] of table) {
    for (const label of labels) {
      const opened = opens.get(label) ?? [];
      opens.set(label, [...opened, permission]);
    }
  }
  return opens;
}

/**
 * The least set of scopes with which an app can do all that a role may do, or every role when none is named: it opens as
 * little as possible beyond that, and is as small as that allows. A conditional grant counts, an inherited one too, what
 * is denied or above the ceiling does not.
 *
 * Which scope opens what is told by the policy's own map (`withScopes`), else by `intercomScopes`. Throws
 * `ERR_RBAC_OPTION_INVALID` for a role that the policy does not have.
 *
 * @example
 * console.log(String(scopesForPolicy(policy, "agent")));
 */
export function scopesForPolicy<C extends Catalogue, N extends string, T>(
  policy: Policy<C, N, T>,
  role?: NoInfer<N>,
): PolicyScopes {
  checkQuestion(policy, role);
  const table = labelsByPermission(policy);
  const permissions = permissionsOf(policy, role);
  const own = permissions.filter((permission) => !table.has(permission));
  const unknown = permissions.filter((permission) => table.get(permission)?.length === 0);
  const needed = new Map(
    permissions.flatMap((permission) => {
      const labels = table.get(permission) ?? [];
      return labels.length === 0 ? [] : [[permission, askable(labels)] as const];
    }),
  );
  const chosen = leastScopes({ needed, opens: invert(table) });
  const needs = new Map<string, string[]>();
  for (const [permission, labels] of needed) {
    const scope = labels.find((label) => chosen.includes(label));
    if (scope !== undefined) needs.set(scope, [...(needs.get(scope) ?? []), permission]);
  }
  const found = {
    needs: [...needs].map(([scope, covered]) => ({ scope, permissions: covered })),
    unknown,
    own,
  };
  return Object.freeze<PolicyScopes>({
    ...found,
    toMarkdown: () => toScopeTable(found),
    toString: () => toScopeTable(found),
  });
}
