import type { IntercomPermission } from "@intercom-rbac/core";
import { OptionInvalidError } from "@intercom-rbac/core";
import type { SdkMethod } from "../methods/sdk-method.ts";
import { findSdkMethod } from "../sdk-methods.ts";
import type { DemandingMethod, Demands, DemandsOfBody } from "./demands.ts";
import { demandsOf, isIntercomPermission, resourceOf } from "./demands.ts";
import type { PathField } from "./path-ids.ts";
import { checkIds, idField, pathFieldsOf, refuseNoNumbers } from "./path-ids.ts";
import type { PlainObject } from "./plain-request.ts";
import { clonePlainRequest, isPlainObject } from "./plain-request.ts";
import type { CheckedRequestOptions } from "./request-options.ts";
import { checkedRequestOptions } from "./request-options.ts";

/** A method of the table, its path taken apart. */
export interface KnownMethod extends DemandingMethod {
  readonly ids: readonly PathField[];
  readonly writes: boolean;
  /** What its arguments are called in messages. */
  readonly requestPath: string;
  readonly optionsPath: string;
  readonly demandsOf: DemandsOfBody;
  /** The permission to read what a write answers. */
  readonly answers: IntercomPermission | undefined;
}

/** A call whose arguments are the guard's own, and what it demands. */
export interface ReadCall {
  readonly known: KnownMethod;
  /** What is sent. */
  readonly args: readonly unknown[];
  readonly request: PlainObject;
  readonly options: CheckedRequestOptions | undefined;
  readonly demands: Demands;
  readonly body: PlainObject;
}

const NOTHING: PlainObject = Object.freeze(Object.create(null));
const known = new Map<string, KnownMethod>();

/** Undefined where nothing that is answered is for somebody to read, such as an export job. */
function answersOf({ permission, answers }: SdkMethod): IntercomPermission | undefined {
  if (answers !== undefined) return answers;
  const [own = ""] =
    typeof permission === "string" ? [permission] : Object.values(permission.permissions);
  const reading = `${resourceOf(own)}:read`;
  return isIntercomPermission(reading) ? reading : undefined;
}

/** Undefined for a method that is not in the table. */
export function findKnownMethod(name: string): KnownMethod | undefined {
  const found = known.get(name);
  if (found !== undefined) return found;
  const method = findSdkMethod(name);
  if (method === undefined) return undefined;
  const { http, queryIds = [], reads = false, answersRow, rows } = method;
  const gets = http.startsWith("GET ");
  const writes = !gets && !reads;
  const ids = [
    ...pathFieldsOf(http.slice(http.indexOf("/"))),
    ...queryIds.map((id) => idField(id)),
  ];
  const demanding: DemandingMethod = {
    name,
    method,
    ids,
    answersRow: gets && answersRow === true,
    rows: writes ? undefined : rows,
  };
  const made: KnownMethod = Object.freeze({
    ...demanding,
    ids,
    writes,
    requestPath: `${name}: request`,
    optionsPath: `${name}: requestOptions`,
    demandsOf: demandsOf(demanding),
    answers: writes ? answersOf(method) : undefined,
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
    demands: method.demandsOf(body),
  };
}
