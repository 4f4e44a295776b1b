import type { ServerResponse } from "node:http";
import type { Decision } from "@intercom-rbac/core";
import type { Requirement } from "../demand/requirement.ts";

type HeaderValue = number | string | string[];

/** A decision that a guard left to the handler. */
export interface Owed {
  readonly requirement: Requirement;
  /** The guard and where it was made, for warnings. */
  readonly named: string;
  /** What the guard knew without the row, one for each permission that could be allowed. */
  readonly open: readonly Decision[];
  readonly principal: unknown;
  /** The headers of the response when the guard let it pass, by their names in lower case. */
  readonly headers: ReadonlyMap<string, HeaderValue>;
}

/** Who remembers what was allowed on a request. */
interface Memory {
  hasAllowed(permission: string): boolean;
}

/** The permissions still owed: of `all` each must have been allowed, of `any` one. */
export function stillOwed({ requirement, open }: Owed, state: Memory): readonly string[] {
  const permissions = open.map(({ permission }) => permission);
  const missing = permissions.filter((permission) => !state.hasAllowed(permission));
  return requirement.mode === "any" && missing.length < permissions.length ? [] : missing;
}

/** Copied: `appendHeader` adds to the very array that is in place. */
export function headersOf(res: ServerResponse): Owed["headers"] {
  const headers = new Map<string, HeaderValue>();
  for (const name of res.getHeaderNames()) {
    const value = res.getHeader(name) ?? "";
    headers.set(name, Array.isArray(value) ? [...value] : value);
  }
  return headers;
}
