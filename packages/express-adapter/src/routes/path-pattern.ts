/** One part of a path between slashes. */
export type Segment =
  | { readonly kind: "literal"; readonly value: string; readonly sensitive: boolean }
  | { readonly kind: "param"; readonly name: string };

/**
 * What is known of the URLs that a pattern matches. `everything`: all of them. `segments`: exactly those of these
 * segments, or those that begin with them. `special`: a RegExp or a path with characters that mean something; of it
 * `lead` and `regexp` are good enough to rule a guard out and never to count on one.
 */
export type Shape =
  | { readonly kind: "everything" }
  | {
      readonly kind: "segments";
      readonly segments: readonly Segment[];
      /** The pattern ends in a slash. */
      readonly trailing: boolean;
      /** The trailing slash, or its absence, is demanded. */
      readonly strict: boolean;
    }
  | {
      readonly kind: "special";
      /** How it probably begins. */
      readonly lead: readonly Segment[];
      readonly regexp?: RegExp;
    };

export const EVERYTHING: Shape = { kind: "everything" };
export const UNKNOWN: Extract<Shape, { kind: "special" }> = { kind: "special", lead: [] };

/**
 * Only characters that path-to-regexp 0.1 and 8 both take for themselves; `%` is left out, as it may fail to decode.
 */
const LITERAL = /^[\w.~@&=,;'-]+$/;
const PARAM = /^:([A-Za-z_]\w*)$/;
/** In Express 4 a path with one of these need not begin as it is written. */
const REACHES_BACK = /[|()[\]{}\\^$]/;

/**
 * Parses what `use` or a route was given. Whether the router looks at case and at the trailing slash is not in the
 * path: `with` says it afterwards.
 */
export function parsePath(path: string | RegExp): Shape {
  // A copy without the flags that make a RegExp remember where it stopped.
  if (typeof path !== "string")
    return { ...UNKNOWN, regexp: new RegExp(path.source, path.flags.replace(/[gy]/g, "")) };
  if (!path.startsWith("/")) return UNKNOWN;
  const trailing = path.length > 1 && path.endsWith("/");
  const parts = path === "/" ? [] : path.slice(1, trailing ? -1 : undefined).split("/");
  const segments: Segment[] = [];
  for (const part of parts) {
    const name = PARAM.exec(part)?.[1];
    if (name !== undefined) segments.push({ kind: "param", name });
    else if (LITERAL.test(part)) segments.push({ kind: "literal", value: part, sensitive: false });
    else return REACHES_BACK.test(path) ? UNKNOWN : { kind: "special", lead: segments };
  }
  return { kind: "segments", segments, trailing, strict: false };
}

/** The pattern in a router that looks at case, or at the trailing slash. */
export function withRules(
  shape: Shape,
  { sensitive, strict }: { readonly sensitive: boolean; readonly strict: boolean },
): Shape {
  if (shape.kind !== "segments") return shape;
  const segments = shape.segments.map((segment) =>
    segment.kind === "literal" ? { ...segment, sensitive } : segment,
  );
  return { ...shape, segments, strict };
}

/** One pattern on the way from a router down to a route: the mounts in between, and the route's own at the end. */
export interface Piece {
  readonly shape: Shape;
  readonly role: "mount" | "route";
  /** Express 4: `/a//b` is `/b` to a router mounted at `/a`, while a layer at `/a/b` does not match it. */
  readonly swallowsSlash: boolean;
}

/** Every URL that takes one way down, as a layer before that way would see it. */
export interface Way {
  /** What all of them begin with. */
  readonly known: readonly Segment[];
  /**
   * How many of `known` stand in the URL itself for certain, one slash apart. Below a mount with a parameter a router
   * sees what Express left after cutting, and of a URL that `url.parse` escapes (`/{{/abc/admin#`) it cuts too much.
   */
  readonly firm: number;
  /** How they probably begin; only to rule out. */
  readonly hint: readonly Segment[];
  /** What follows `known`: nothing, anything at all, or what cannot be told. */
  readonly after: "nothing" | "anything" | "untold";
  /** The single route pattern that they match as a whole, with no mount before it. */
  readonly whole: Extract<Shape, { kind: "segments" }> | undefined;
}

export function wayOf(pieces: readonly Piece[]): Way {
  const known: Segment[] = [];
  let firm: number | undefined;
  let mounted = false;
  for (const { shape, role, swallowsSlash } of pieces) {
    if (shape.kind === "everything") continue;
    if (shape.kind === "special") {
      const hint = [...known, ...shape.lead];
      return { known, firm: firm ?? known.length, hint, after: "untold", whole: undefined };
    }
    known.push(...shape.segments);
    if (role === "route") {
      const whole = mounted ? undefined : shape;
      return { known, firm: firm ?? known.length, hint: known, after: "nothing", whole };
    }
    mounted = true;
    if (swallowsSlash || shape.segments.some(({ kind }) => kind === "param")) firm ??= known.length;
  }
  return { known, firm: firm ?? known.length, hint: known, after: "anything", whole: undefined };
}

export type Coverage = "yes" | "no" | "maybe";

/**
 * Whether a layer sees every URL of the way: `no` if it certainly misses one, `maybe` if it cannot be told.
 *
 * @param pattern of the layer; `exact` if it is a route, which matches no longer path
 */
export function covers(
  { shape, exact }: { readonly shape: Shape; readonly exact: boolean },
  way: Way,
): Coverage {
  if (shape.kind === "everything") return "yes";
  if (shape.kind === "special") {
    const missed =
      clashes(shape.lead, way.hint) || shape.regexp?.test(sampleUrl(way.hint)) === false;
    return missed ? "no" : "maybe";
  }
  const { segments } = shape;
  if (clashes(segments, way.hint)) return "no";
  if (way.after !== "untold" && segments.length > way.known.length) return "no";
  if (exact && way.after === "anything") return "no";
  if (exact && way.after === "nothing" && segments.length < way.known.length) return "no";

  let certain = segments.length <= way.firm;
  for (const [index, segment] of segments.entries()) {
    const other = way.known[index];
    if (other === undefined) return "maybe";
    const same = coversSegment(segment, other);
    if (same === "no") return "no";
    if (same === "maybe") certain = false;
  }
  if (exact) certain &&= way.whole !== undefined && coversEnding(shape, way.whole);
  return certain ? "yes" : "maybe";
}

/** Stands for any value of a parameter: unlike every literal, and without letters. */
const ANY_VALUE = "~4711~";

/** A URL that a pattern of these segments matches. */
export function sampleUrl(
  segments: readonly Segment[],
  write: (literal: string) => string = (literal) => literal,
): string {
  const parts = segments.map((segment) =>
    segment.kind === "literal" ? write(segment.value) : ANY_VALUE,
  );
  return `/${parts.join("/")}`;
}

/** Whether no URL of the way can meet the pattern: two literals differ at the same place. */
export function clashes(pattern: readonly Segment[], way: readonly Segment[]): boolean {
  return pattern.some((segment, index) => {
    const other = way[index];
    return (
      segment.kind === "literal" &&
      other?.kind === "literal" &&
      segment.value.toLowerCase() !== other.value.toLowerCase()
    );
  });
}

function coversSegment(guard: Segment, other: Segment): Coverage {
  if (guard.kind === "param") return "yes";
  if (other.kind === "param") return "no";
  const { value } = guard;
  if (value.toLowerCase() !== other.value.toLowerCase()) return "no";
  if (!guard.sensitive || (value === other.value && other.sensitive)) return "yes";
  // Without letters there is no case to look at.
  return /[a-z]/i.test(value) ? "maybe" : "yes";
}

type Whole = Extract<Shape, { kind: "segments" }>;

function coversEnding(guard: Whole, other: Whole): boolean {
  return !guard.strict || (other.strict && guard.trailing === other.trailing);
}
