import { OptionInvalidError } from "@intercom-rbac/core";
import { kindOf, quote } from "@intercom-rbac/core/internal";

/** What may be said of a single call. */
export interface CheckedRequestOptions {
  timeoutInSeconds?: number;
  maxRetries?: number;
  abortSignal?: AbortSignal;
}

const ALLOWED = "timeoutInSeconds, maxRetries and abortSignal";

function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}

function isDuration(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value) && value > 0;
}

function wrong(path: string, wanted: string, value: unknown): OptionInvalidError {
  return new OptionInvalidError(`${path} must be ${wanted}, not ${kindOf(value)}.`);
}

function take(options: CheckedRequestOptions, name: string, value: unknown, path: string): void {
  if (name === "timeoutInSeconds") {
    if (!isDuration(value)) throw wrong(path, "a number of seconds above 0", value);
    options.timeoutInSeconds = value;
  } else if (name === "maxRetries") {
    if (!isCount(value)) throw wrong(path, "a whole number of at least 0", value);
    options.maxRetries = value;
  } else if (name === "abortSignal") {
    if (!(value instanceof AbortSignal)) throw wrong(path, "an AbortSignal", value);
    options.abortSignal = value;
  } else {
    throw new OptionInvalidError(
      `${path} is not allowed on a guarded client: it could make another call of this one. Use ${ALLOWED}; anything else belongs to the client itself.`,
    );
  }
}

const SENT_ONCE: CheckedRequestOptions = Object.freeze(
  Object.assign(Object.create(null), { maxRetries: 0 }),
);

/**
 * A call's own options, copied. Headers, query parameters and another version of the API could change what the call
 * does, and whose token does it, so they are refused. A write is sent once, whatever they say: repeated after it took
 * effect, and went unanswered, it would be done twice. Undefined where nothing is said. Throws
 * `ERR_RBAC_OPTION_INVALID`.
 *
 * @param path what the options are called in messages
 */
export function checkedRequestOptions(
  given: unknown,
  path: string,
  { writes }: { readonly writes: boolean },
): CheckedRequestOptions | undefined {
  if (given === undefined || given === null) return writes ? SENT_ONCE : undefined;
  // Without a prototype, so that a polluted one adds no header.
  const options: CheckedRequestOptions = Object.create(null);
  if (typeof given !== "object" || Array.isArray(given)) throw wrong(path, "an object", given);
  for (const key of Reflect.ownKeys(given)) {
    if (typeof key === "symbol") continue;
    const descriptor = Reflect.getOwnPropertyDescriptor(given, key);
    if (descriptor === undefined) continue;
    const place = /^\w+$/.test(key) ? `${path}.${key}` : `${path}[${quote(key)}]`;
    if (!("value" in descriptor)) throw new OptionInvalidError(`${place} must not be a getter.`);
    if (descriptor.value !== undefined) take(options, key, descriptor.value, place);
  }
  if (writes) options.maxRetries = 0;
  return options;
}
