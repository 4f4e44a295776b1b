import type { IntercomPermission } from "@intercom-rbac/core";
import { GuardMisusedError, intercomScopes } from "@intercom-rbac/core";
import type { BodyDemand } from "../methods/body-demands.ts";
import type { RowPlace } from "../methods/row-place.ts";
import type { PermissionByBody } from "../methods/sdk-method.ts";
import type { PlainObject } from "./plain-request.ts";
import type { KnownMethod } from "./read-call.ts";

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

const noFields = (): undefined => undefined;

/** `contacts:read` → `contacts`. */
export const resourceOf = (permission: string): string =>
  permission.slice(0, permission.indexOf(":"));

export function isIntercomPermission(name: string): name is IntercomPermission {
  return Object.hasOwn(intercomScopes, name);
}

/** What a call demands for its method's sake. */
export function ownDemand(known: KnownMethod, permission: IntercomPermission): Demand {
  const { method, ids, answersRow, rows } = known;
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

function permissionByBody(
  { field, permissions }: PermissionByBody,
  body: PlainObject,
  name: string,
): IntercomPermission {
  const value = body[field];
  const permission =
    typeof value === "string" && Object.hasOwn(permissions, value) ? permissions[value] : undefined;
  if (permission !== undefined) return permission;
  throw new GuardMisusedError(
    `${name} is refused: no permission is known for this request.body.${field}. Use ${Object.keys(permissions).join(", ")}.`,
  );
}

/** What a call demands, by its body too. Throws `ERR_RBAC_GUARD_MISUSED` for one that no permission is known for. */
export function demandsOf(known: KnownMethod, body: PlainObject): Demands {
  const { permission, also = [] } = known.method;
  const demanded =
    typeof permission === "string" ? permission : permissionByBody(permission, body, known.name);
  const own = ownDemand(known, demanded);
  const more = also.filter((each) => each.permission !== demanded && each.applies(body));
  return [own, ...more.map((each) => furtherDemand(own, each))];
}
