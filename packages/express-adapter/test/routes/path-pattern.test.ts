import { describe, expect, test } from "vitest";
import type { Piece } from "../../src/routes/path-pattern.ts";
import { covers, EVERYTHING, parsePath, wayOf, withRules } from "../../src/routes/path-pattern.ts";

const LAX = { sensitive: false, strict: false };
const mount = (path: string | RegExp, swallowsSlash = false): Piece => ({
  shape: path === "/" ? EVERYTHING : parsePath(path),
  role: "mount",
  swallowsSlash,
});
const route = (path: string | RegExp, rules = LAX): Piece => ({
  shape: withRules(parsePath(path), rules),
  role: "route",
  swallowsSlash: false,
});
const guardAt = (path: string | RegExp, rules = LAX) => ({
  shape: path === "/" ? EVERYTHING : withRules(parsePath(path), rules),
  exact: false,
});
const guardRoute = (path: string, rules = LAX) => ({
  shape: withRules(parsePath(path), rules),
  exact: true,
});

describe("what parsePath takes for plain", () => {
  test.each(["/", "/a", "/a/", "/a.b/c-d", "/:id", "/a/:id/b", "/:_x1", "/@me/~x"])(
    "%s",
    (path) => {
      expect(parsePath(path).kind).toBe("segments");
    },
  );
  test.each([
    "",
    "*",
    "a",
    "//",
    "/a//b",
    "/*",
    "/a*",
    "/a?",
    "/a+",
    "/a|b",
    "/(a)",
    "/[a]",
    "/{a}",
    "/{*rest}",
    "/*rest",
    "/a^",
    "/a$",
    "/a!",
    "/a\\b",
    "/:a-:b",
    "/:a.:b",
    "/x:a",
    "/:a(\\d+)",
    "/:a?",
    "/:a*",
    '/:"a b"',
    "/%61",
    "/é",
    "/a b",
  ])("not %s", (path) => {
    expect(parsePath(path).kind).toBe("special");
  });
});

describe("a guard mounted by use", () => {
  test.each([
    { guard: "/", path: "/anything", covered: "yes" },
    { guard: "/", path: "/a*", covered: "yes" },
    { guard: "/admin", path: "/admin", covered: "yes" },
    { guard: "/admin", path: "/admin/", covered: "yes" },
    { guard: "/admin/", path: "/admin/users", covered: "yes" },
    { guard: "/Admin", path: "/aDMIN/users", covered: "yes" },
    { guard: "/admin", path: "/administrator", covered: "no" },
    { guard: "/admin", path: "/", covered: "no" },
    { guard: "/admin/users", path: "/admin", covered: "no" },
    { guard: "/:x", path: "/admin", covered: "yes" },
    { guard: "/:x", path: "/:y/z", covered: "yes" },
    { guard: "/admin", path: "/:x", covered: "no" },
    { guard: "/:x/b", path: "/a/c", covered: "no" },
    { guard: "/a*", path: "/a", covered: "maybe" },
    { guard: "/admin/*", path: "/admin/x", covered: "maybe" },
    { guard: "/admin/*", path: "/health", covered: "no" },
    { guard: "/admin", path: "/admin/*", covered: "maybe" },
    { guard: "/admin", path: "/health/*", covered: "no" },
    { guard: "/admin", path: "/admin/a|/b", covered: "maybe" },
    { guard: "/admin", path: "/health|/b", covered: "maybe" },
    { guard: "/:id(\\d+)", path: "/7", covered: "maybe" },
  ])("$guard on $path: $covered", ({ guard, path, covered }) => {
    expect(covers(guardAt(guard), wayOf([route(path)]))).toBe(covered);
  });

  test("a RegExp covers nothing for certain, and what it does not match not at all", () => {
    expect(covers(guardAt(/^\/api/g), wayOf([route("/api/x")]))).toBe("maybe");
    expect(covers(guardAt(/^\/api/g), wayOf([route("/health")]))).toBe("no");
    expect(covers(guardAt("/api"), wayOf([route(/^\/api/)]))).toBe("maybe");
    expect(covers(guardAt("/"), wayOf([route(/^\/api/)]))).toBe("yes");
  });

  test("mounts on the way count, one after the other", () => {
    expect(covers(guardAt("/a/b"), wayOf([mount("/a"), route("/b")]))).toBe("yes");
    expect(covers(guardAt("/a/b"), wayOf([mount("/"), mount("/a"), route("/b/c")]))).toBe("yes");
    expect(covers(guardAt("/a/b"), wayOf([mount("/a"), route("/c")]))).toBe("no");
    expect(covers(guardAt("/a"), wayOf([mount("/a"), route(/x/)]))).toBe("yes");
    expect(covers(guardAt("/a/b"), wayOf([mount("/a"), route(/x/)]))).toBe("maybe");
    expect(covers(guardAt("/a"), wayOf([mount(/x/), route("/a")]))).toBe("maybe");
  });

  test("past a mount that swallows a slash nothing is certain", () => {
    const way = wayOf([mount("/a", true), route("/b")]);
    expect(covers(guardAt("/a"), way)).toBe("yes");
    expect(covers(guardAt("/a/b"), way)).toBe("maybe");
    expect(covers(guardAt("/a/c"), way)).toBe("no");
  });

  test("what is mounted itself answers below its path too", () => {
    expect(covers(guardAt("/a"), wayOf([mount("/a")]))).toBe("yes");
    expect(covers(guardAt("/a"), wayOf([mount("/a/b")]))).toBe("yes");
    expect(covers(guardAt("/a/b"), wayOf([mount("/a")]))).toBe("no");
    expect(covers(guardRoute("/a"), wayOf([mount("/a")]))).toBe("no");
  });

  test("a guard that looks at case misses what a route that does not lets in", () => {
    const exactly = { sensitive: true, strict: false };
    expect(covers(guardAt("/a", exactly), wayOf([route("/a")]))).toBe("maybe");
    expect(covers(guardAt("/a", exactly), wayOf([route("/a", exactly)]))).toBe("yes");
    expect(covers(guardAt("/a"), wayOf([route("/a", exactly)]))).toBe("yes");
    expect(covers(guardAt("/7", exactly), wayOf([route("/7")]))).toBe("yes");
    expect(covers(guardAt("/:x", exactly), wayOf([route("/a")]))).toBe("yes");
  });
});

describe("a guard on a route", () => {
  test.each([
    { guard: "/a", path: "/a", covered: "yes" },
    { guard: "/a", path: "/a/", covered: "yes" },
    { guard: "/:x", path: "/a", covered: "yes" },
    { guard: "/a", path: "/a/b", covered: "no" },
    { guard: "/a/b", path: "/a", covered: "no" },
    { guard: "/", path: "/", covered: "yes" },
    { guard: "/", path: "/a", covered: "no" },
    { guard: "/a", path: "/*", covered: "maybe" },
  ])("$guard on $path: $covered", ({ guard, path, covered }) => {
    expect(covers(guardRoute(guard), wayOf([route(path)]))).toBe(covered);
  });

  test("is not certain of what comes through a mount, which may end in two slashes", () => {
    expect(covers(guardRoute("/a"), wayOf([mount("/a"), route("/")]))).toBe("maybe");
    expect(covers(guardRoute("/a"), wayOf([mount("/"), route("/a")]))).toBe("yes");
  });

  test("a strict one covers the same ending only", () => {
    const strict = { sensitive: false, strict: true };
    expect(covers(guardRoute("/a", strict), wayOf([route("/a")]))).toBe("maybe");
    expect(covers(guardRoute("/a", strict), wayOf([route("/a", strict)]))).toBe("yes");
    expect(covers(guardRoute("/a", strict), wayOf([route("/a/", strict)]))).toBe("maybe");
    expect(covers(guardRoute("/a"), wayOf([route("/a/", strict)]))).toBe("yes");
  });
});
