import type { IntercomPermission } from "@intercom-rbac/core";
import { GuardMisusedError, OptionInvalidError } from "@intercom-rbac/core";
import type { PermissionByBody, SdkMethod } from "../methods/sdk-method.ts";
import { findSdkMethod } from "../sdk-methods.ts";
import type { PathField } from "./path-ids.ts";
import { checkIds, pathFieldsOf, refuseNoNumbers } from "./path-ids.ts";
import type { PlainObject } from "./plain-request.ts";
import { clonePlainRequest, isPlainObject } from "./plain-request.ts";
import type { CheckedRequestOptions } from "./request-options.ts";
import { checkedRequestOptions } from "./request-options.ts";

/** A method of the table, its path taken apart. */
export interface KnownMethod {
  readonly name: string;
  readonly method: SdkMethod;
  readonly ids: readonly PathField[];
  readonly writes: boolean;
  /** Its answer may be decided on, as the row or as a list of rows: nothing has happened by then. */
  readonly answersRow: boolean;
  readonly rows: string | undefined;
  /** What its arguments are called in messages. */
  readonly requestPath: string;
  readonly optionsPath: string;
  /** What it demands whatever its body says. */
  readonly demands: readonly [IntercomPermission] | undefined;
}

/** A call whose arguments are the guard's own, and what it demands. */
export interface ReadCall {
  readonly known: KnownMethod;
  /** What is sent. */
  readonly args: readonly unknown[];
  readonly request: PlainObject;
  readonly options: CheckedRequestOptions;
  /** All of them are demanded; the first is the call's own. */
  readonly permissions: readonly [IntercomPermission, ...IntercomPermission[]];
  readonly body: PlainObject;
}

type Demanded = ReadCall["permissions"];

const NOTHING: PlainObject = Object.freeze(Object.create(null));
const NO_WORDS: ReadonlySet<string> = new Set();
const known = new Map<string, KnownMethod>();

/** Undefined for a method that is not in the table. */
export function findKnownMethod(name: string): KnownMethod | undefined {
  const found = known.get(name);
  if (found !== undefined) return found;
  const method = findSdkMethod(name);
  if (method === undefined) return undefined;
  const { http, queryIds = [], reads = false, permission, also, answersRow, rows } = method;
  const gets = http.startsWith("GET ");
  const writes = !gets && !reads;
  const ids = [
    ...pathFieldsOf(http.slice(http.indexOf("/"))),
    ...queryIds.map((id) => ({ name: id, words: NO_WORDS })),
  ];
  const made: KnownMethod = Object.freeze({
    name,
    method,
    ids,
    writes,
    answersRow: gets && answersRow === true,
    rows: writes ? undefined : rows,
    requestPath: `${name}: request`,
    optionsPath: `${name}: requestOptions`,
    demands:
      typeof permission === "string" && also === undefined
        ? Object.freeze<[IntercomPermission]>([permission])
        : undefined,
  });
  known.set(name, made);
  return made;
}

function requestOf({ requestPath, ids }: KnownMethod, given: unknown): PlainObject {
  try {
    return clonePlainRequest(given, requestPath);
  } catch (error) {
    refuseNoNumbers(given, ids, requestPath);
    throw error;
  }
}

function bodyOf({ method, name }: KnownMethod, request: PlainObject): PlainObject | undefined {
  if (method.nested !== true) return request;
  const { body } = request;
  if (isPlainObject(body)) return body;
  if (body === undefined && typeof method.permission === "string") return undefined;
  throw new OptionInvalidError(`${name}: request.body must be an object.`);
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

/** What certain bodies demand, the call's own permission first. */
function demandsOf({ method, name }: KnownMethod, body: PlainObject): Demanded {
  const { permission, also = [] } = method;
  const own =
    typeof permission === "string" ? permission : permissionByBody(permission, body, name);
  const more = also
    .filter((demand) => demand.permission !== own && demand.applies(body))
    .map((demand) => demand.permission);
  return [own, ...more];
}

/** The fields of the row that a call sets, where the keys of its body are such. */
export function fieldsOf({ known, body }: ReadCall): readonly string[] | undefined {
  if (known.method.fields !== true) return undefined;
  return Object.keys(body).filter((key) => !known.ids.some(({ name }) => name === key));
}

/**
 * Takes the arguments over, and finds what they demand. Throws `ERR_RBAC_OPTION_INVALID` for arguments that may not be
 * sent, `ERR_RBAC_INTERCOM_FAILED` (`not-found`) for ids that are none, and `ERR_RBAC_GUARD_MISUSED` for a body that no
 * permission is known for.
 */
export function readCall(method: KnownMethod, args: readonly unknown[]): ReadCall {
  const { requestPath, optionsPath, ids } = method;
  const noRequest = method.method.noRequest === true;
  const request = noRequest ? NOTHING : requestOf(method, args[0]);
  const options = checkedRequestOptions(args[noRequest ? 0 : 1], optionsPath, method);
  checkIds(request, ids, requestPath);
  const body = bodyOf(method, request) ?? NOTHING;
  return {
    known: method,
    args: noRequest ? [options] : [request, options],
    request,
    options,
    body,
    permissions: method.demands ?? demandsOf(method, body),
  };
}
