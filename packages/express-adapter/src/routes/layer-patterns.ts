import { isFunction } from "./classify-handle.ts";
import { mountRecords } from "./mount-records.ts";
import type { Shape } from "./path-pattern.ts";
import { EVERYTHING, parsePath, sampleUrl, UNKNOWN, withRules } from "./path-pattern.ts";
import { read } from "./read.ts";
import type { Pattern } from "./route-tree.ts";

/** Where a layer of `use` is mounted. `forgotten`: its router keeps no path, and nobody has recorded it. */
export function mountPatterns(
  layer: object,
  router: object,
): {
  readonly patterns: readonly Pattern[];
  readonly forgotten: boolean;
} {
  // The flag by which each router skips matching: Express 5 on the layer, 4 on its RegExp.
  if (read(layer, "slash") === true || read(read(layer, "regexp"), "fast_slash") === true) {
    return { patterns: [{ text: "/", shape: EVERYTHING }], forgotten: false };
  }
  const paths =
    pathsOf(read(layer, "rawPath")) ??
    mountRecords().get(layer)?.paths ??
    decodedPaths(layer, read(layer, "regexp"));
  if (paths === undefined) return { patterns: [{ text: "", shape: UNKNOWN }], forgotten: true };
  return { patterns: paths.map((path) => mountPattern(layer, path, router)), forgotten: false };
}

function mountPattern(layer: object, path: string | RegExp, router: object): Pattern {
  const text = textOf(path);
  const shape = parsePath(path);
  // "/" in an array is no flag: Express 5 then matches "/" alone, and 4 swallows a slash.
  if (path === "/") return { text, shape: UNKNOWN };
  return { text, shape: tried(layer, shape, { router, isRoute: false }) };
}

/** The paths of a route's layer. */
export function routePatterns(layer: object, router: object): readonly Pattern[] {
  const paths = pathsOf(read(read(layer, "route"), "path"));
  if (paths === undefined) return [{ text: "(unknown)", shape: UNKNOWN }];
  return paths.map((path) => ({
    text: textOf(path),
    shape: tried(layer, parsePath(path), { router, isRoute: true }),
  }));
}

/** What `use` and routes are given: a path, or an array of them, nested or not. */
export function pathsOf(given: unknown): readonly (string | RegExp)[] | undefined {
  const list: unknown[] = Array.isArray(given) ? given.flat(Number.POSITIVE_INFINITY) : [given];
  const isPath = (path: unknown) => typeof path === "string" || path instanceof RegExp;
  return list.length > 0 && list.every(isPath) ? list : undefined;
}

function textOf(path: string | RegExp): string {
  return typeof path === "string" ? path : path.source;
}

/**
 * The shape as the layer itself shows it when a URL is tried on it: does it match at all, does it look at case, does
 * it look at the trailing slash. The router's option for case must agree: it may have been changed since, and of
 * several paths another may have matched.
 */
function tried(
  layer: object,
  shape: Shape,
  { router, isRoute }: { readonly router: object; readonly isRoute: boolean },
): Shape {
  if (shape.kind !== "segments") return shape;
  const { segments, trailing } = shape;
  const url = (write: (literal: string) => string, slash: boolean) =>
    `${sampleUrl(segments, write)}${slash ? "/" : ""}`;
  if (!matches(layer, url(same, trailing))) return UNKNOWN;
  const sensitive = !matches(layer, url(caseSwapped, trailing));
  const hasCase = url(same, false) !== url(caseSwapped, false);
  if (hasCase && sensitive !== Boolean(read(router, "caseSensitive"))) return UNKNOWN;
  return withRules(shape, {
    sensitive,
    strict: isRoute && !matches(layer, url(same, !trailing)),
  });
}

const same = (literal: string): string => literal;

function caseSwapped(literal: string): string {
  return literal.replace(/[a-z]/gi, (letter) =>
    letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase(),
  );
}

function matches(layer: object, url: string): boolean {
  const match = read(layer, "match");
  if (!isFunction(match)) return false;
  try {
    return Boolean(Reflect.apply(match, layer, [url]));
  } catch {
    return false;
  }
}

/** The RegExps that path-to-regexp 0.1 makes of `/literal`, `/:param` (in two ways) and `/*`. */
const PART =
  /\\\/(?:(?<literal>(?:[\w~@&=,;'%-]|\\\.)+)|\(\?:\(\[\^\\\/\]\+\?\)\)|(?<star>\(\.\*\)))|\(\?:\\\/\(\[\^\/\]\+\?\)\)/y;

/** Express 4 keeps of a mount path only its RegExp. A pattern that cannot be read back is shown as that. */
function decodedPaths(layer: object, regexp: unknown): readonly (string | RegExp)[] | undefined {
  if (!(regexp instanceof RegExp)) return undefined;
  const keys: unknown = read(layer, "keys");
  const names = Array.isArray(keys) ? keys.map((key: unknown) => String(read(key, "name"))) : [];
  const source = regexp.source.replace(/^\(\?:(?<inner>\^.*)\)$/, "$<inner>");
  const isArray = source !== regexp.source || source.includes("|^");
  const paths: string[] = [];
  for (const alternative of source.split(/\|(?=\^)/)) {
    const path = decodedPath(alternative, names);
    if (path === undefined) return [regexp];
    paths.push(path);
  }
  const [first] = paths;
  return first !== undefined && encodesTo(layer, isArray ? paths : first, regexp)
    ? paths
    : [regexp];
}

function decodedPath(source: string, names: string[]): string | undefined {
  const body = /^\^(?<body>.*)\\\/\?\(\?=\\\/\|\$\)$/.exec(source)?.groups?.["body"];
  if (body === undefined) return undefined;
  let path = "";
  PART.lastIndex = 0;
  while (PART.lastIndex < body.length) {
    const part = PART.exec(body);
    if (part === null) return undefined;
    const { literal, star } = part.groups ?? {};
    if (literal !== undefined) path += `/${literal.replaceAll("\\.", ".")}`;
    else {
      const name = names.shift();
      path += star === undefined ? `/:${name}` : "/*";
    }
  }
  return path === "" ? undefined : path;
}

/** The proof of a decoded path: the layer's own constructor makes the identical RegExp of it. */
function encodesTo(layer: object, path: string | readonly string[], regexp: RegExp): boolean {
  const LayerClass = read(layer, "constructor");
  if (!isFunction(LayerClass)) return false;
  try {
    const options = { sensitive: !regexp.ignoreCase, strict: false, end: false };
    const again = read(Reflect.construct(LayerClass, [path, options, () => undefined]), "regexp");
    return (
      again instanceof RegExp && again.source === regexp.source && again.flags === regexp.flags
    );
  } catch {
    return false;
  }
}
