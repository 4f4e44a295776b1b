import { quote } from "./describe-value.ts";
import type { ProblemList } from "./problem-list.ts";
import type { Place } from "./problem-path.ts";

const RESOURCE_OR_ACTION = /^[A-Za-z][A-Za-z0-9_.-]{0,62}$/;
const ROLE = /^[A-Za-z0-9][A-Za-z0-9_.:-]{0,62}$/;

/** Names that objects have by themselves: a look-up under one of them could find something nobody declared. */
const PROTOTYPE_NAMES: ReadonlySet<string> = new Set([
  ...Object.getOwnPropertyNames(Object.prototype),
  "prototype",
]);

export function isPrototypeName(name: string): boolean {
  return PROTOTYPE_NAMES.has(name);
}

export type NameKind = "resource" | "action" | "role";

function flaw(
  name: string,
  kind: NameKind,
): { readonly message: string; readonly suggestion: string } {
  const start = kind === "role" ? "a letter or digit" : "a letter";
  const others = kind === "role" ? "letters, digits and _ . : -" : "letters, digits and _ . -";
  const suggestion = `A ${kind} name starts with ${start} and goes on with ${others}.`;
  if (name === "") return { message: `the ${kind} name is empty.`, suggestion };
  if (name.length > 63) {
    return {
      message: `the ${kind} name ${quote(name)} has ${name.length} characters, more than 63.`,
      suggestion,
    };
  }
  const strange = /[^A-Za-z0-9_.:-]/u.exec(name)?.[0];
  if (strange === undefined) return { message: `${quote(name)} is no ${kind} name.`, suggestion };
  const code = (strange.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
  return { message: `the ${kind} name ${quote(name)} contains U+${code}.`, suggestion };
}

/** Reports a name that breaks the grammar or that every object has. Names compare exactly and are never trimmed. */
export function checkName(
  name: string,
  kind: NameKind,
  place: Place,
  problems: ProblemList,
): boolean {
  if (isPrototypeName(name)) {
    problems.add(
      "key_forbidden",
      place,
      `${quote(name)} is a property every object has.`,
      "Choose another name.",
    );
    return false;
  }
  if ((kind === "role" ? ROLE : RESOURCE_OR_ACTION).test(name)) return true;
  const { message, suggestion } = flaw(name, kind);
  problems.add("name_invalid", place, message, suggestion);
  return false;
}

/** Reports names that a reader would take for one another: equal but for case, or listed twice. */
export function checkDistinct(
  names: readonly { readonly name: string; readonly place: Place }[],
  kind: NameKind,
  problems: ProblemList,
  taken: Iterable<string> = [],
): void {
  const seen = new Map<string, string>();
  for (const name of taken) seen.set(name.toLowerCase(), name);
  for (const { name, place } of names) {
    const earlier = seen.get(name.toLowerCase());
    if (earlier === undefined) seen.set(name.toLowerCase(), name);
    else {
      const message =
        earlier === name
          ? `the ${kind} ${quote(name)} is listed twice.`
          : `the ${kind} names ${quote(earlier)} and ${quote(name)} differ only in case.`;
      problems.add("name_ambiguous", place, message, "Names compare exactly: keep one.");
    }
  }
}
