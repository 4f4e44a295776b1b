import { createRequire } from "node:module";
import { dirname } from "node:path";
import express from "express";
import { expect, test } from "vitest";

const EXPECTED: Readonly<Record<string, { readonly express: string; readonly router: string }>> = {
  express: { express: "5.3.0", router: "2.3.0" },
  "express5-router22": { express: "5.2.1", router: "2.2.0" },
  // Express 4 holds its own router.
  express4: { express: "4.18.3", router: "4.18.3" },
};

test("this run is on the Express and the router that its project names", () => {
  const installed = process.env["EXPRESS_UNDER_TEST"] ?? "";
  const fromHere = createRequire(import.meta.url);
  const fromExpress = createRequire(fromHere.resolve(`${installed}/package.json`));
  const hasRouterPackage = installed !== "express4";
  expect({
    express: fromExpress("./package.json").version,
    router: fromExpress(hasRouterPackage ? "router/package.json" : "./package.json").version,
  }).toEqual(EXPECTED[installed]);
  // And the alias led there: what the tests import is that very module.
  expect(fromExpress(dirname(fromExpress.resolve("./package.json")))).toBe(express);
});
