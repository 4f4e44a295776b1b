import { OptionInvalidError } from "@intercom-rbac/core";

export type OptionKind = "function" | "boolean" | "string" | "object";

/** The kind of a value, for messages. Never the value: it may be a secret. */
export function kindOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "an array";
  if (value === undefined) return "undefined";
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}

function isOfKind(value: unknown, kind: OptionKind): boolean {
  return typeof value === kind && value !== null && !Array.isArray(value);
}

/**
 * Refuses unknown keys and values of the wrong kind, so that a misspelt option is never quietly ignored.
 * An option that is `undefined` counts as left out. Throws `ERR_RBAC_OPTION_INVALID`.
 */
export function checkOptions(
  where: string,
  options: unknown,
  kinds: { readonly [name: string]: OptionKind },
): void {
  if (!isOfKind(options, "object") || typeof options !== "object" || options === null) {
    throw new OptionInvalidError(
      `${where}: the options must be an object, not ${kindOf(options)}.`,
    );
  }
  for (const [name, value] of Object.entries(options)) {
    const path = `${where}: options.${name}`;
    const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined;
    if (kind === undefined) {
      throw new OptionInvalidError(
        `${path} (${kindOf(value)}) is no option. Use ${Object.keys(kinds).join(", ")}.`,
      );
    }
    if (value !== undefined && !isOfKind(value, kind)) {
      throw new OptionInvalidError(
        `${path} must be ${kindOf(sampleOf(kind))}, not ${kindOf(value)}.`,
      );
    }
  }
}

function sampleOf(kind: OptionKind): unknown {
  return { function: () => undefined, boolean: true, string: "", object: {} }[kind];
}
