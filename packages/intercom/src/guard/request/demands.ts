import type { IntercomPermission } from "@intercom-rbac/core";
import { GuardMisusedError, intercomScopes } from "@intercom-rbac/core";
import type { BodyDemand } from "../methods/body-demands.ts";
import type { RowPlace } from "../methods/row-place.ts";
import type { SdkMethod } from "../methods/sdk-method.ts";
import type { PlainObject } from "./plain-request.ts";

/** One permission that a call demands, and what it is asked about. */
export interface Demand {
  readonly permission: IntercomPermission;
  /** Where the request names the rows. */
  readonly row: RowPlace | undefined;
  /** The answer is the row. */
  readonly answersRow: boolean;
  /** Where the answer has the rows. */
  readonly rows: string | undefined;
  /** The fields of the row that the call sets, where the keys of its body are such. */
  fields(body: PlainObject): readonly string[] | undefined;
}

/** All of them are demanded; the first is the call's own. */
export type Demands = readonly [Demand, ...Demand[]];

/** What the calls of one method demand, by what their body says. Throws `ERR_RBAC_GUARD_MISUSED`. */
export type DemandsOfBody = (body: PlainObject) => Demands;

/** A method of the table, and what its path and its answer say of rows. */
export interface DemandingMethod {
  readonly name: string;
  readonly method: SdkMethod;
  /** The fields of a request that its path takes. */
  readonly ids: readonly { readonly name: string }[];
  /** The answer is the row, and may be decided on: nothing has happened by then. */
  readonly answersRow: boolean;
  /** Where the answer has rows that may be decided on; undefined for a write. */
  readonly rows: string | undefined;
}

const noFields = (): undefined => undefined;

/** `contacts:read` → `contacts`. */
export const resourceOf = (permission: string): string =>
  permission.slice(0, permission.indexOf(":"));

export function isIntercomPermission(name: string): name is IntercomPermission {
  return Object.hasOwn(intercomScopes, name);
}

function ownDemand(of: DemandingMethod, permission: IntercomPermission): Demand {
  const { method, ids, answersRow, rows } = of;
  const isId = (key: string) => ids.some(({ name }) => name === key);
  const fields = (body: PlainObject) => Object.keys(body).filter((key) => !isId(key));
  const { row } = method;
  return { permission, row, answersRow, rows, fields: method.fields === true ? fields : noFields };
}

/** Without a row of its own, what it is asked about is the call's row, if it is of that resource. */
function furtherDemand(own: Demand, { permission, row, rows, fields }: BodyDemand): Demand {
  const isOfRow = resourceOf(permission) === resourceOf(own.permission);
  return {
    permission,
    row: row ?? (isOfRow ? own.row : undefined),
    answersRow: false,
    rows,
    fields: (body) =>
      isOfRow ? own.fields(body) && (fields?.(body) ?? own.fields(body)) : undefined,
  };
}

/** What a call demands whose own permission is known: that, and what its body makes of it. */
function demandsBeside(of: DemandingMethod, permission: IntercomPermission): DemandsOfBody {
  const own = ownDemand(of, permission);
  const alone: Demands = [own];
  const further = (of.method.also ?? [])
    .filter((each) => each.permission !== permission)
    .map((each) => ({ each, demand: furtherDemand(own, each) }));
  if (further.length === 0) return () => alone;
  return (body) => {
    const isDue = ({ each }: (typeof further)[number]) => each.applies(body);
    if (!further.some(isDue)) return alone;
    return [own, ...further.filter(isDue).map(({ demand }) => demand)];
  };
}

/** Made once for a method, so that a call has no more to do than to look at its body. */
export function demandsOf(of: DemandingMethod): DemandsOfBody {
  const { permission } = of.method;
  if (typeof permission === "string") return demandsBeside(of, permission);
  const { field, permissions } = permission;
  const byValue = new Map<unknown, DemandsOfBody>(
    Object.entries(permissions).map(([value, own]) => [value, demandsBeside(of, own)]),
  );
  return (body) => {
    const demands = byValue.get(body[field]);
    if (demands !== undefined) return demands(body);
    throw new GuardMisusedError(
      `${of.name} is refused: no permission is known for this request.body.${field}. Use ${Object.keys(permissions).join(", ")}.`,
    );
  };
}
