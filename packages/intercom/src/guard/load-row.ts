import { GuardMisusedError, OptionInvalidError } from "@intercom-rbac/core";
import { kindOf } from "@intercom-rbac/core/internal";
import type { IntercomClient } from "intercom-client";
import { intercomFailed } from "../client/intercom-failed.ts";
import type { RowPlace } from "./methods/row-place.ts";
import type { SdkMethodName } from "./methods/sdk-method-name.ts";
import { checkedId, idField } from "./request/path-ids.ts";
import type { PlainObject, PlainValue } from "./request/plain-request.ts";
import type { KnownMethod, ReadCall } from "./request/read-call.ts";
import { findKnownMethod } from "./request/read-call.ts";

/** The app's own way to a row. */
export type ResourceLoader = (id: string) => unknown;
export type ResourceLoaders = ReadonlyMap<string, ResourceLoader>;

export interface LoadedRow {
  readonly row: object;
  /** Read from Intercom, rather than supplied by the app. */
  readonly read: boolean;
}

/** A method of the client, by its path. */
function methodAt(client: IntercomClient, name: string): (...args: readonly unknown[]) => unknown {
  let holder: unknown = client;
  let method: unknown = client;
  for (const part of name.split(".")) {
    holder = method;
    method = typeof holder === "object" && holder !== null ? Reflect.get(holder, part) : undefined;
  }
  if (typeof method !== "function") throw new OptionInvalidError(`The client has no ${name}.`);
  const found = method;
  return (...args) => Reflect.apply(found, holder, args);
}

/** The request that reads the row: its own id in the last place, and what leads there from the call's own. */
function readRequest(reader: KnownMethod, request: PlainObject, id: string): PlainObject {
  const fields = reader.ids.map((field, at): [string, PlainValue] => {
    const given = at === reader.ids.length - 1 ? id : request[field.name];
    return [field.name, checkedId(given, field, reader.name)];
  });
  return Object.assign(Object.create(null), Object.fromEntries(fields));
}

async function readRow(
  client: IntercomClient,
  call: ReadCall,
  name: SdkMethodName,
  id: string,
): Promise<object> {
  const reader = findKnownMethod(name);
  if (reader === undefined) throw new OptionInvalidError(`The table has no ${name}.`);
  const row: unknown = await methodAt(client, name)(
    readRequest(reader, call.request, id),
    readOptions(call),
  );
  if (typeof row !== "object" || row === null) throw intercomFailed({ reason: "not-found" });
  // What was read under another id than the call names, or under none, says nothing of the row that the call changes:
  // an empty answer would look like a row that nobody is assigned to.
  const isIt = Object.hasOwn(row, "id") && isRowOf(row, "id", id);
  if (reader.method.queryIds === undefined && !isIt) {
    throw intercomFailed({ reason: "answer-invalid" });
  }
  return row;
}

/** Reading has no effect: that a write is sent once does not bind it. */
function readOptions({ known, options }: ReadCall): object | undefined {
  if (options === undefined || !known.writes) return options;
  const { maxRetries: _once, ...rest } = options;
  return Object.assign(Object.create(null), rest);
}

/** Whether a row that names itself is the one that was asked for. */
function isRowOf(row: object, name: string, id: string): boolean {
  // A row that is asked for by the app's own id has an `id` of Intercom's beside it.
  const property = name === "external_id" ? name : "id";
  if (!Object.hasOwn(row, property)) return true;
  const own: unknown = Reflect.get(row, property);
  return (typeof own === "string" || typeof own === "number") && String(own) === id;
}

async function supplied(
  loader: ResourceLoader,
  name: string,
  id: string,
  resource: string,
): Promise<object> {
  const row: unknown = await loader(id);
  if (row === undefined || row === null) throw intercomFailed({ reason: "not-found" });
  const where = `guardClient: options.resources.${resource}`;
  if (typeof row !== "object" || Array.isArray(row)) {
    throw new OptionInvalidError(`${where} must give an object, and gave ${kindOf(row)}.`);
  }
  if (isRowOf(row, name, id)) return row;
  throw new GuardMisusedError(
    `${where} gave another row than it was asked for: its ${name === "external_id" ? name : "id"} is not the call's.`,
  );
}

/** Whether the rows that a call acts on can be had before it is sent. */
export function canLoad(
  place: RowPlace | undefined,
  call: ReadCall,
  loader: ResourceLoader | undefined,
): place is RowPlace {
  if (place === undefined || (loader ?? place.read) === undefined) return false;
  return place.ids.every((name) => call.request[name] !== undefined);
}

/**
 * The rows that a call acts on, by the app's loader or else by the client. Rejects as they do; with
 * `ERR_RBAC_INTERCOM_FAILED` (`not-found`) for a row that is not there.
 */
export function loadRows(
  client: IntercomClient,
  call: ReadCall,
  place: RowPlace,
  loader: ResourceLoader | undefined,
  resource: string,
): Promise<readonly LoadedRow[]> {
  return Promise.all(
    place.ids.map(async (name): Promise<LoadedRow> => {
      const id = checkedId(call.request[name], idField(name), `${call.known.name}: request`);
      if (loader !== undefined) {
        return { row: await supplied(loader, name, id, resource), read: false };
      }
      if (place.read === undefined) throw new OptionInvalidError(`${resource} cannot be read.`);
      return { row: await readRow(client, call, place.read, id), read: true };
    }),
  );
}
