import { OptionInvalidError } from "@intercom-rbac/core";
import { kindOf } from "@intercom-rbac/core/internal";
import { isFunction } from "./classify-handle.ts";
import { pathsOf } from "./layer-patterns.ts";
import { mountRecords } from "./mount-records.ts";
import { read } from "./read.ts";

/** The Express module itself, as imported or required. */
export interface ExpressModule {
  readonly application: object;
  readonly Router: object;
}

/**
 * Notes, from now on, where each router and each app is mounted, for `describeRoutes`. The package `router` before 2.3
 * forgets mount paths (any Express 5 may have either: `npm ls router` says), and every Express hides mounted apps in a
 * closure; without this their routes are `opaque`. What is already mounted stays unknown, and an app made before notes
 * paths but not the apps mounted on it. Express behaves as before. Calling it again does nothing.
 *
 * Call it in a module of its own that is imported before all others of the app: the imports of a module run before its
 * first line, and so do the files that fill routers.
 *
 * Throws `ERR_RBAC_OPTION_INVALID` for anything but the Express module.
 *
 * @example
 * // record.ts, for which the first line of app.ts is: import "./record.ts";
 * import { recordRoutes } from "@intercom-rbac/express";
 * import express from "express";
 * recordRoutes(express);
 */
export function recordRoutes(express: ExpressModule): void {
  const application = read(express, "application");
  const Router = read(express, "Router");
  // Express 5 keeps the methods of routers on the prototype, 4 on the function itself.
  const routers = [read(Router, "prototype"), Router].find((one) => isFunction(read(one, "use")));
  if (!hasMethods(application) || !hasMethods(routers)) {
    throw new OptionInvalidError(
      `recordRoutes: express must be the Express module itself, not ${kindOf(express)}.`,
    );
  }
  const running: Mounting[] = [];
  replaceUse(application, (use, app, given) => {
    const functions = given.flat(Number.POSITIVE_INFINITY);
    running.push({ app, functions, hidden: functions.filter(isHiddenByUse) });
    try {
      return use();
    } finally {
      running.pop();
    }
  });
  replaceUse(routers, (use, router, given) => {
    const before = layersOf(router).length;
    try {
      return use();
    } finally {
      const paths = pathsOf(mountPathOf(given));
      const app = takeApp(running.at(-1), router, given);
      for (const layer of layersOf(router).slice(before)) {
        if (typeof layer !== "object" || layer === null || paths === undefined) continue;
        mountRecords().set(layer, { paths, app });
      }
    }
  });
}

/** One call of `app.use` that has not returned. */
interface Mounting {
  readonly app: unknown;
  readonly functions: readonly unknown[];
  /** The apps among the functions, which it wraps one after the other. */
  readonly hidden: unknown[];
}

/** What `app.use` takes for an app, and hides in a closure of this name. */
function isHiddenByUse(given: unknown): boolean {
  return Boolean(read(given, "handle")) && Boolean(read(given, "set"));
}

/** The app in the closure that `app.use` is handing to its router just now. */
function takeApp(
  mounting: Mounting | undefined,
  router: unknown,
  given: readonly unknown[],
): unknown {
  const closure = given.at(-1);
  if (mounting === undefined || read(closure, "name") !== "mounted_app") return undefined;
  const { app, functions, hidden } = mounting;
  const own = read(app, "_router") ?? read(app, "router");
  return own === router && !functions.includes(closure) ? hidden.shift() : undefined;
}

/** The path as `use` finds it: its first argument, unless that is a function or an array that begins with one. */
function mountPathOf([first]: readonly unknown[]): unknown {
  let found = first;
  while (Array.isArray(found) && found.length > 0) found = found[0];
  return isFunction(found) ? "/" : first;
}

function layersOf(router: unknown): readonly unknown[] {
  const stack = read(router, "stack");
  return Array.isArray(stack) ? stack : [];
}

type HasMethods = object & { use: (...given: unknown[]) => unknown };

function hasMethods(value: unknown): value is HasMethods {
  return (
    (typeof value === "object" || typeof value === "function") &&
    value !== null &&
    isFunction(read(value, "use"))
  );
}

/** On the object and not on the function, which instrumentation may wrap. */
const RECORDS = Symbol.for("@intercom-rbac/express:records-routes");

function replaceUse(
  owner: HasMethods,
  around: (use: () => unknown, self: unknown, given: readonly unknown[]) => unknown,
): void {
  if (Object.hasOwn(owner, RECORDS)) return;
  const { use } = owner;
  function recordedUse(this: unknown, ...given: unknown[]): unknown {
    return around(() => Reflect.apply(use, this, given), this, given);
  }
  Object.defineProperties(recordedUse, {
    name: { value: use.name, configurable: true },
    length: { value: use.length, configurable: true },
  });
  owner.use = recordedUse;
  Object.defineProperty(owner, RECORDS, { value: true });
}
