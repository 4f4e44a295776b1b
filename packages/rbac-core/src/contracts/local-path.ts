/** Long enough for any page of an app, short enough for a URL that carries it along. */
const MOST = 2_048;

/**
 * One slash and then neither a slash nor a backslash, which browsers read as one: `//evil.example` is another site.
 * Control characters, tabs and line breaks are left out by browsers before they read.
 */
const LOCAL = /^\/(?![/\\])[\x21-\x5b\x5d-\x7e]*$/;

/** Half of a character, which has no encoding. */
const LONE_SURROGATE = /\p{Surrogate}/u;

/**
 * The value if it is a path of this site that a browser may be sent to, otherwise `/`. What is not ASCII is
 * percent-encoded, as headers need it.
 */
export function localPath(value: unknown): string {
  if (typeof value !== "string" || value.length > MOST || LONE_SURROGATE.test(value)) return "/";
  const path = value.replace(/\P{ASCII}+/gu, encodeURIComponent);
  return LOCAL.test(path) && path.length <= MOST ? path : "/";
}
