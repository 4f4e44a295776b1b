import { IncomingMessage, ServerResponse } from "node:http";
import { Socket } from "node:net";
import type { RequestHandler, RouterOptions } from "express";
import express from "express";
import fc from "fast-check";
import { expect, test } from "vitest";
import { METADATA_KEY } from "../../src/demand/marks.ts";
import { describeRoutes, recordRoutes } from "../../src/index.ts";

recordRoutes(express);

const segment = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom("a", "b", "A", "7") },
  { weight: 2, arbitrary: fc.constantFrom(":x", ":y") },
  { weight: 1, arbitrary: fc.constantFrom(":x-:y", "%61", "a.b") },
);
const path = fc
  .tuple(fc.array(segment, { maxLength: 3 }), fc.boolean())
  .map(([segments, slash]) => `/${segments.join("/")}${slash && segments.length > 0 ? "/" : ""}`)
  // Express 5 refuses a name that comes twice.
  .filter((text) => new Set(text.match(/:\w/g)).size === (text.match(/:\w/g)?.length ?? 0));
const options: fc.Arbitrary<RouterOptions> = fc.record({
  caseSensitive: fc.boolean(),
  strict: fc.boolean(),
});
const guardLayer = fc.record({
  path: fc.oneof(
    { weight: 4, arbitrary: path },
    { weight: 1, arbitrary: fc.array(path, { minLength: 1, maxLength: 2 }) },
    // The way from its router down to the route, so that it reaches past mounts.
    { weight: 2, arbitrary: fc.constant(undefined) },
  ),
  isRoute: fc.boolean(),
  depth: fc.nat({ max: 2 }),
});
const shape = fc.record({
  guards: fc.array(guardLayer, { minLength: 1, maxLength: 3 }),
  mounts: fc.array(fc.record({ path, options }), { maxLength: 2 }),
  rootOptions: options,
  route: path,
});
const url = fc
  .array(
    fc.tuple(
      fc.constantFrom("/", "/", "/", "/", "//"),
      fc.constantFrom("a", "b", "A", "B", "7", "x", "a.b", "%61", "%zz", "q-r", "{{", "^", "qqq"),
    ),
    { maxLength: 6 },
  )
  .chain((parts) =>
    fc
      .tuple(fc.constantFrom("", "", "", "http://h"), fc.constantFrom("", "/", "//", "#", "/#"))
      .map(([start, end]) => `${start}${parts.flat().join("") || "/"}${end}`),
  );

test("a URL that reaches a route reported as guarded has run a guard", () => {
  let guarded = 0;
  let reached = 0;
  fc.assert(
    fc.property(shape, fc.array(url, { minLength: 40, maxLength: 40 }), (app, urls) => {
      let guards = 0;
      let handled = false;
      const guard = Object.assign<RequestHandler, object>(
        (_req, _res, next) => {
          guards += 1;
          next();
        },
        { [METADATA_KEY]: { kind: "guard", all: ["contacts:read"] } },
      );
      const root = express.Router(app.rootOptions);
      const routers = [root];
      for (const { options: ofMount } of app.mounts) routers.push(express.Router(ofMount));
      for (const { path: at, isRoute, depth } of app.guards) {
        const router = routers[Math.min(depth, routers.length - 1)] ?? root;
        const below = [...app.mounts.slice(depth).map((mount) => mount.path), app.route];
        const chosen = at ?? (below.map(withoutEnd).join("").replace(/:\w/g, "b") || "/");
        if (isRoute) router.all(chosen, guard);
        else router.use(chosen, guard);
      }
      app.mounts.forEach((mount, index) => {
        const child = routers[index + 1];
        if (child !== undefined) routers[index]?.use(mount.path, child);
      });
      routers.at(-1)?.get(app.route, (_req, _res) => {
        handled = true;
      });

      const [row] = describeRoutes(root);
      if (row?.status !== "guarded") return;
      guarded += 1;
      for (const one of [...urls, ...likely(app)]) {
        guards = 0;
        handled = false;
        const req = new IncomingMessage(new Socket());
        Object.assign(req, { url: one, method: "GET" });
        Reflect.apply(root, undefined, [req, new ServerResponse(req), () => undefined]);
        if (!handled) continue;
        reached += 1;
        expect({ row, url: one, guards: guards > 0 }).toEqual({ row, url: one, guards: true });
      }
    }),
    { numRuns: 1000 },
  );
  // Not for want of cases.
  expect(guarded).toBeGreaterThan(100);
  expect(reached).toBeGreaterThan(300);
});

function withoutEnd(part: string): string {
  return part.replace(/\/$/, "");
}

/** URLs that probably lead to the route, and their neighbours. */
function likely({ mounts, route }: { mounts: { path: string }[]; route: string }): string[] {
  const parts = [...mounts.map((mount) => mount.path), route].map((part) =>
    withoutEnd(part).replace(/:\w/g, "b"),
  );
  const plain = parts.join("") || "/";
  const doubled = parts.join("/") || "/";
  return [plain, doubled].flatMap((one) => [
    one,
    `${one}/`,
    `${one}//`,
    one.toUpperCase(),
    one.toLowerCase(),
    one.replace("/b", "/%zz"),
    // A mount cuts as much off as `url.parse` makes of `{{`, which is four characters more.
    `${one.replace("/b", "/{{/abc")}#`,
    `http://h${one.replace("/b", "/{{/abc")}`,
  ]);
}
