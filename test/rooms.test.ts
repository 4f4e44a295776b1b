import { describe, expect, it } from "vitest";
import { importsOf, isRelative, resolveRelative } from "./support/imports.ts";
import { readText, sourcesBelow } from "./support/repository.ts";

/** The rooms of the adapter, and which of the others each may know. docs/architecture.md draws them. */
const MAY_KNOW: Readonly<Record<string, readonly string[]>> = {
  containment: [],
  demand: [],
  record: ["containment"],
  request: ["containment", "demand"],
  answers: ["containment", "demand"],
  routes: ["containment", "demand"],
  deferred: ["containment", "demand", "record", "request", "answers"],
  intercom: ["containment", "demand", "record"],
  guard: ["containment", "demand", "record", "request", "answers", "deferred"],
};

const HOME = "packages/express-adapter/src/";

/** The room of a file of the adapter; undefined at the top level, which joins the rooms. */
function roomOf(path: string): string | undefined {
  const parts = path.slice(HOME.length).split("/");
  return parts.length > 1 ? parts[0] : undefined;
}

function wrongTurns(files: Readonly<Record<string, string>>): string[] {
  return Object.entries(files).flatMap(([path, text]) => {
    const here = roomOf(path);
    if (here === undefined) return [];
    const known = MAY_KNOW[here];
    if (known === undefined) return [`${path}: the room ${here} has no place`];
    return importsOf(path, text).flatMap(({ specifier }) => {
      if (specifier === undefined || !isRelative(specifier)) return [];
      const there = roomOf(resolveRelative(path, specifier));
      const fits = there === undefined || there === here || known.includes(there);
      return fits ? [] : [`${path}: ${specifier}`];
    });
  });
}

describe("the rooms of the adapter", () => {
  it("know each other one way", () => {
    const sources = sourcesBelow("packages/express-adapter").filter((path) =>
      path.startsWith(HOME),
    );
    expect(new Set(sources.map(roomOf))).toEqual(new Set([undefined, ...Object.keys(MAY_KNOW)]));
    expect(wrongTurns(Object.fromEntries(sources.map((path) => [path, readText(path)])))).toEqual(
      [],
    );
  });

  it("notices a wrong turn and a new room", () => {
    expect(
      wrongTurns({
        [`${HOME}answers/a.ts`]: 'import { x } from "../guard/x.ts";',
        [`${HOME}attic/a.ts`]: 'import { x } from "../guard/x.ts";',
        [`${HOME}guard/a.ts`]: 'import { x } from "../answers/x.ts";',
        [`${HOME}index.ts`]: 'export { x } from "./guard/x.ts";',
      }),
    ).toEqual([
      `${HOME}answers/a.ts: ../guard/x.ts`,
      `${HOME}attic/a.ts: the room attic has no place`,
    ]);
  });
});
