import { isRbacError, OptionInvalidError } from "@intercom-rbac/core";
import { kindOf } from "@intercom-rbac/core/internal";
import type { RoutedApp } from "@intercom-rbac/express";
import { assertRoutesGuarded, describeRoutes } from "@intercom-rbac/express";
import { requireOptions } from "./check-arguments.ts";
import { isRecord } from "./is-record.ts";
import type { MatcherContext, MatcherResult } from "./matcher.ts";
import { polarityOf } from "./matcher.ts";

const MATCHER = "toHaveNoUnguardedRoutes";

// By shape: an app is a function with methods, and each Express major has a prototype of its own.
function isRoutedApp(value: unknown): value is RoutedApp {
  return (
    ((typeof value === "object" && value !== null) || typeof value === "function") &&
    ["use", "route"].every((method) => typeof Reflect.get(value, method) === "function")
  );
}

/** Throws `ERR_RBAC_OPTION_INVALID` for what has no routes to look at, so that `.not` does not pass on it. */
function requireApp(received: unknown): RoutedApp {
  if (isRoutedApp(received)) return received;
  const given = isRecord(received) && "then" in received ? "a promise. Await it" : kindOf(received);
  throw new OptionInvalidError(
    `${MATCHER} takes an Express app or router, and was given ${given}.`,
  );
}

function readAllow(options: unknown): readonly string[] {
  const { allow = [] } = requireOptions(options, ["allow"], MATCHER);
  if (Array.isArray(allow) && allow.every((entry) => typeof entry === "string")) return allow;
  throw new OptionInvalidError(
    `${MATCHER}: allow is an array of routes such as "GET /health", and this is ${kindOf(allow)}.`,
  );
}

/** The error of `assertRoutesGuarded`, whose message is the report; undefined where it finds nothing. */
function findFault(app: RoutedApp, allow: readonly string[]): Error | undefined {
  try {
    assertRoutesGuarded(app, { allow });
    return undefined;
  } catch (error) {
    if (isRbacError(error) && error.code === "ERR_RBAC_GUARD_MISUSED") return error;
    throw error;
  }
}

/**
 * The fault that is the test's own, and no route's: nothing was mounted yet, or an entry of `allow` excuses nothing. It
 * is what is left to find when every open route is excused.
 */
function findFaultOfTest(app: RoutedApp, allow: readonly string[]): Error | undefined {
  const open = describeRoutes(app).filter(
    ({ status }) => status === "unguarded" || status === "opaque",
  );
  return findFault(app, [...allow, ...open.map(({ method, path }) => `${method} ${path}`)]);
}

/** After `.not` a fault of the test is an error too: the exception may be misspelt, the app not complete. */
export function toHaveNoUnguardedRoutes(
  this: MatcherContext,
  received: unknown,
  ...args: readonly unknown[]
): MatcherResult {
  const app = requireApp(received);
  const allow = readAllow(args[0]);
  const fault = findFault(app, allow);
  const ofTest = this.isNot === true ? findFaultOfTest(app, allow) : undefined;
  if (ofTest !== undefined) throw ofTest;
  const { dot } = polarityOf(this);
  const options = allow.length === 0 ? "" : `{ allow: ${JSON.stringify(allow)} }`;
  const excused = allow.length === 0 ? "guarded or public" : "guarded, public or allowed here";
  return {
    pass: fault === undefined,
    message: () =>
      [
        `expect(app)${dot}.${MATCHER}(${options})`,
        "",
        fault?.message ??
          `The app must have an unguarded or opaque route, and each of its ${describeRoutes(app).length} routes is ${excused}.`,
      ].join("\n"),
  };
}
