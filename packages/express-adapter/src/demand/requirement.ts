import type { Decision } from "@intercom-rbac/core";
import { GuardMisusedError, OptionInvalidError } from "@intercom-rbac/core";
import { kindOf } from "@intercom-rbac/core/internal";
import { ownOptions } from "../own-options.ts";
import { isRequest } from "./is-request.ts";

/** All of several permissions, or any of them. An empty list does not compile. */
export type SeveralPermissions<P extends string> =
  | { readonly all: readonly [P, ...P[]] }
  | { readonly any: readonly [P, ...P[]] };

/** What a route demands. */
export type RequirementInput<P extends string> = P | SeveralPermissions<P>;

/** The demand as the route states it, which is how answers repeat it. */
export type Required =
  | string
  | { readonly all: readonly string[] }
  | { readonly any: readonly string[] };

export interface Requirement<P extends string = string> {
  readonly mode: "one" | "all" | "any";
  readonly permissions: readonly [P, ...P[]];
  readonly required: Required;
}

/** A guard as messages name it. */
export function nameOf({ required }: Requirement): string {
  return `requirePermission(${JSON.stringify(required)})`;
}

/**
 * Reads the first argument of `requirePermission`; later changes to it change nothing.
 *
 * Throws `ERR_RBAC_OPTION_INVALID` for another shape and `ERR_RBAC_GUARD_MISUSED` for an empty list ("all of
 * nothing" would be true for everybody) and for a request, which Express hands to a `requirePermission` not called.
 */
export function parseRequirement<P extends string>(input: RequirementInput<P>): Requirement<P> {
  if (typeof input === "string") return { mode: "one", permissions: [input], required: input };
  checkShape(input);
  const several = ownOptions(input);
  if ("all" in several) {
    const permissions = parseList("all", several.all);
    return { mode: "all", permissions, required: Object.freeze({ all: permissions }) };
  }
  const permissions = parseList("any", several.any);
  return { mode: "any", permissions, required: Object.freeze({ any: permissions }) };
}

function checkShape(input: unknown): void {
  if (typeof input !== "object" || input === null || Array.isArray(input)) {
    throw new OptionInvalidError(
      `requirePermission: permission must be a name, { all: [...] } or { any: [...] }, not ${kindOf(input)}.`,
    );
  }
  if (isRequest(input)) {
    throw new GuardMisusedError(
      'requirePermission was given a request: it makes the guard and is none itself. Call it: app.get(path, requirePermission("contacts:read"), handler).',
    );
  }
  const keys = Object.keys(input);
  if (keys.length !== 1 || (keys[0] !== "all" && keys[0] !== "any")) {
    throw new OptionInvalidError(
      `requirePermission: permission must have exactly one of the keys "all" and "any"; it has ${
        keys.length === 0 ? "none" : keys.map((key) => JSON.stringify(key)).join(", ")
      }.`,
    );
  }
}

function parseList<P extends string>(
  key: "all" | "any",
  list: readonly [P, ...P[]],
): readonly [P, ...P[]] {
  const given: unknown = list;
  if (!Array.isArray(given)) {
    throw new OptionInvalidError(
      `requirePermission: permission.${key} must be an array of names, not ${kindOf(given)}.`,
    );
  }
  if (given.length === 0) {
    throw new GuardMisusedError(
      `requirePermission: permission.${key} is empty, which demands nothing. Name a permission, or mark the route with publicRoute(reason).`,
    );
  }
  given.forEach((name: unknown, index) => {
    if (typeof name === "string") return;
    throw new OptionInvalidError(
      `requirePermission: permission.${key}[${index}] must be a permission name, not ${kindOf(name)}.`,
    );
  });
  const [first, ...rest] = list;
  const copy: readonly [P, ...P[]] = [first, ...rest];
  return Object.freeze(copy);
}

export type Verdict =
  | { readonly met: true; readonly by: readonly Decision[] }
  | { readonly met: false; readonly refused: Decision };

/**
 * Whether decisions meet a requirement. `by` are those it rests on: each of `all`, the first of `any`.
 * `refused` is the first refused one, in the order the route names the permissions.
 *
 * @param decisions one per permission, in order; of `all` and of one, the list may end at the first refusal
 */
export function settle(
  mode: Requirement["mode"],
  decisions: readonly Decision[],
  passes: (decision: Decision) => boolean,
): Verdict {
  if (mode === "any") {
    const passed = decisions.find(passes);
    if (passed !== undefined) return { met: true, by: [passed] };
  }
  const refused = decisions.find((decision) => !passes(decision));
  return refused === undefined ? { met: true, by: decisions } : { met: false, refused };
}
