import { kindOf } from "@intercom-rbac/core/internal";
import { isRefusalCode } from "./decision-codes.ts";
import { isRecord } from "./is-record.ts";

/** One member that is not as it must be: its name, what is wanted, what was found. */
export type Mismatch = readonly [member: string, expected: string, found: string];

/** A member of the body, and what it must be. */
export type Wanted = readonly [member: string, value: unknown];

/** The two shapes of `required` that are not a string, in the order the guard was written. */
function isGroup(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const [[key, names] = [], ...others] = Object.entries(value);
  return (
    others.length === 0 &&
    (key === "all" || key === "any") &&
    Array.isArray(names) &&
    names.length > 0 &&
    names.every((name) => typeof name === "string")
  );
}

export function isText(value: unknown): boolean {
  return typeof value === "string" && value !== "";
}

export function isRequirement(value: unknown): boolean {
  return isText(value) || isGroup(value);
}

/** The members of the guard's 403: what each may be, and how to say so. */
const MEMBERS: readonly (readonly [string, (value: unknown) => boolean, string])[] = [
  ["error", (value) => value === "Forbidden", '"Forbidden"'],
  ["message", isText, "a text"],
  ["required", isRequirement, "a permission, { all } or { any }"],
  ["currentRole", (value) => value === null || isText(value), "a role or null"],
  ["code", isRefusalCode, "a decision code"],
  ["decisionId", isText, "an id"],
];

export function show(value: unknown): string {
  if (value === undefined) return "none";
  const text = JSON.stringify(value) ?? kindOf(value);
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}

/** What keeps the body from being the guard's. Empty for one that is. */
export function foreignTo(body: unknown): Mismatch[] {
  if (!isRecord(body)) return [["body", "an object", show(body)]];
  return MEMBERS.filter(([member, fits]) => !fits(body[member])).map(([member, , wanted]) => [
    `body.${member}`,
    wanted,
    show(body[member]),
  ]);
}

function isSame(wanted: unknown, found: unknown): boolean {
  return JSON.stringify(wanted) === JSON.stringify(found);
}

/** The members that are not what the test wants. */
export function unmetBy(body: unknown, wanted: readonly Wanted[]): Mismatch[] {
  return wanted.flatMap(([member, value]): Mismatch[] => {
    const found = isRecord(body) ? body[member] : undefined;
    return isSame(value, found) ? [] : [[`body.${member}`, show(value), show(found)]];
  });
}
