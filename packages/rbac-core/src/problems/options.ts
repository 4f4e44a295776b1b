import { OptionInvalidError } from "../errors.ts";
import { kindOf, quote } from "./describe-value.ts";
import { didYouMean } from "./nearest.ts";

/** `any`: whoever reads the option checks its kind, and says more than this could. */
export type OptionKind = "function" | "boolean" | "string" | "object" | "any";

const WANTED: { readonly [K in OptionKind]: string } = {
  function: "a function",
  boolean: "a boolean",
  string: "a string",
  object: "an object",
  any: "anything",
};

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isOfKind(value: unknown, kind: OptionKind): boolean {
  if (kind === "any") return true;
  return kind === "object" ? isObject(value) : typeof value === kind;
}

/**
 * Refuses unknown keys and values of the wrong kind, so that a misspelt option is never quietly ignored.
 * An option that is `undefined` counts as left out. Throws `ERR_RBAC_OPTION_INVALID`.
 *
 * @param where the function that takes the options, for the message
 */
export function checkOptions(
  where: string,
  options: unknown,
  kinds: { readonly [name: string]: OptionKind },
): void {
  if (!isObject(options)) {
    throw new OptionInvalidError(
      `${where}: the options must be an object, not ${kindOf(options)}.`,
    );
  }
  const names = Object.keys(kinds);
  for (const [name, value] of Object.entries(options)) {
    const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined;
    if (kind === undefined) {
      const suggestion = didYouMean(name, names) ?? `Use ${names.join(", ")}.`;
      throw new OptionInvalidError(
        `${where}: ${quote(name)} (${kindOf(value)}) is no option. ${suggestion}`,
      );
    }
    if (value !== undefined && !isOfKind(value, kind)) {
      throw new OptionInvalidError(
        `${where}: options.${name} must be ${WANTED[kind]}, not ${kindOf(value)}.`,
      );
    }
  }
}
