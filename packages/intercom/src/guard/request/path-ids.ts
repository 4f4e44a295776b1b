import type { IntercomFailedError } from "@intercom-rbac/core";
import { OptionInvalidError } from "@intercom-rbac/core";
import { kindOf } from "@intercom-rbac/core/internal";
import { intercomFailed } from "../../client/intercom-failed.ts";
import { sdkMethods } from "../sdk-methods.ts";
import type { PlainObject, PlainValue } from "./plain-request.ts";

/** Paths of Intercom's API that lie beside those of the SDK's methods, and that no method of the SDK asks for. */
const OTHER_PATHS = [
  "/admins/activity_log_event_types",
  "/contacts/{id}/banners",
  "/contacts/{id}/merge_history",
  "/conversations/attributes",
  "/conversations/attributes/{id}",
  "/conversations/attributes/{id}/options",
  "/conversations/deleted",
  "/conversations/{id}/handling_events",
  "/conversations/{id}/merge",
  "/conversations/{id}/side_conversations",
  "/tickets/{id}/change_type",
  "/tickets/{id}/linked_conversations",
] as const;

const isField = (segment: string): boolean => segment.startsWith("{");
const segmentsOf = (path: string): string[] => path.split("/").slice(1);

const EVERY_PATH: readonly (readonly string[])[] = [
  ...Object.values(sdkMethods).map(({ http }) => http.slice(http.indexOf("/"))),
  ...OTHER_PATHS,
].map(segmentsOf);

/** Could both be the path of one request? */
function meet(one: readonly string[], other: readonly string[]): boolean {
  return (
    one.length === other.length &&
    one.every((segment, at) => {
      const beside = other[at] ?? "";
      return segment === beside || isField(segment) || isField(beside);
    })
  );
}

/** A field of a request whose value becomes part of the path. */
export interface PathField {
  readonly name: string;
  /** Words that in this place make the path of another call. */
  readonly words: ReadonlySet<string>;
  /** What nearly every id is: nothing in it that needs a second look, and none of the words. */
  readonly plain: RegExp;
}

const PLAIN = /^[\w-]+$/;

/** A field that takes an id, wherever it goes. */
export function idField(name: string, words: readonly string[] = []): PathField {
  const plainWords = words.filter((word) => PLAIN.test(word));
  const isWord = `(?:${plainWords.join("|")})$`;
  const plain = plainWords.length === 0 ? PLAIN : new RegExp(`^(?!${isWord})[\\w-]+$`, "i");
  return { name, words: new Set(words), plain };
}

/** The fields that a path takes, in their order. */
export function pathFieldsOf(path: string): readonly PathField[] {
  const own = segmentsOf(path);
  const near = EVERY_PATH.filter((other) => meet(own, other));
  return own.flatMap((segment, at) => {
    if (!isField(segment)) return [];
    const words = near.map((other) => other[at] ?? "").filter((word) => !isField(word));
    return [idField(segment.slice(1, -1), words)];
  });
}

/** Empty, dots alone, and what a server or a proxy might take for more than one segment, or cannot be encoded. */
const UNFIT = /[\p{Cc}\p{Cs}/\\]|^[\s.]*$/u;

/** A server may take `search.json` and `Search` for `search`. */
function wordOf(id: string): string {
  return (/^[^.;?#]*/.exec(id.trim())?.[0] ?? "").toLowerCase();
}

/** What has no id's form may have come from a URL: there is no such row, and nothing is asked for. */
function noSuchRow(place: string): IntercomFailedError {
  const details = { reason: "not-found" } as const;
  return intercomFailed(details, place);
}

/**
 * An id as it stands in a path. The SDK encodes it, but leaves `..` and the empty one as they are, by which a call would
 * become another call; and so it would by a word such as `search`. Throws `ERR_RBAC_INTERCOM_FAILED` (`not-found`) for
 * strings and numbers that are no ids, and `ERR_RBAC_OPTION_INVALID` for anything else.
 */
export function checkedId(
  value: PlainValue | undefined,
  { name, words, plain }: PathField,
  path: string,
): string {
  if (typeof value === "string" && plain.test(value)) return value;
  if (typeof value === "number" && Number.isSafeInteger(value)) return String(value);
  const place = `${path}.${name}`;
  if (typeof value === "number") throw noSuchRow(place);
  if (typeof value !== "string") {
    throw new OptionInvalidError(
      `${place} must be an id, a string or a whole number, not ${kindOf(value)}.`,
    );
  }
  if (UNFIT.test(value) || words.has(wordOf(value))) throw noSuchRow(place);
  return value;
}

/**
 * What `Number` makes of a URL's `abc`, which is no plain data, is no id either. Throws as `checkedId` does.
 */
export function refuseNoNumbers(
  request: unknown,
  fields: readonly PathField[],
  path: string,
): void {
  if (typeof request !== "object" || request === null) return;
  for (const { name } of fields) {
    const value: unknown = Reflect.getOwnPropertyDescriptor(request, name)?.value;
    if (typeof value === "number" && !Number.isFinite(value)) throw noSuchRow(`${path}.${name}`);
  }
}

/** The ids of a request, checked. */
export function checkIds(request: PlainObject, fields: readonly PathField[], path: string): void {
  for (const field of fields) checkedId(request[field.name], field, path);
}
