import express from "express";
import request from "supertest";
import { describe, expect, test } from "vitest";
import { oauthRouter } from "../../src/index.ts";
import { frontDesk } from "./front-desk.ts";

const { flow } = frontDesk();

function made(...given: readonly unknown[]): unknown {
  return Reflect.apply(oauthRouter, undefined, given);
}

describe("the options of oauthRouter", () => {
  test("may be left out", () => {
    expect(made(flow)).toHaveProperty("name", "oauthRouter");
    const undefineds = { consent: undefined, paths: undefined, begin: undefined };
    expect(made(flow, undefineds)).toHaveProperty("name", "oauthRouter");
  });

  test("a request in place of the flow is a router that was not called", () => {
    expect(() => made({ method: "GET", headers: {} }, {}, () => undefined)).toThrow(
      expect.objectContaining({ code: "ERR_RBAC_GUARD_MISUSED" }),
    );
  });

  test.each<[string, unknown, unknown, string]>([
    ["no flow", undefined, {}, "it is undefined"],
    ["a flow without start", { complete() {}, uninstalled() {} }, {}, "a method start"],
    ["a flow without uninstalled", { start() {}, complete() {} }, {}, "a method uninstalled"],
    ["options that are none", flow, null, "must be an object, not null"],
    ["a misspelt name", flow, { onSignedin() {} }, 'Did you mean "onSignedIn"'],
    ["no function", flow, { onInstalled: "canary" }, "options.onInstalled must be a function"],
    ["no name of the app", flow, { consent: { scopes: [] } }, "consent.appName"],
    ["a blank name", flow, { consent: { appName: " ", scopes: [] } }, "consent.appName"],
    ["no scopes", flow, { consent: { appName: "Desk" } }, "consent.scopes must be an array"],
    ["a scope that is none", flow, consentOf("canary"), "consent.scopes[0].scope"],
    ["a scope without permissions", flow, consentOf({ scope: "x" }), "scopes[0].permissions"],
    [
      "a number for one",
      flow,
      consentOf({ scope: "x", permissions: [1] }),
      "scopes[0].permissions",
    ],
    ["a path without a slash", flow, { paths: { start: "canary" } }, "paths.start"],
    ["a path with a parameter", flow, { paths: { start: "/:canary" } }, "paths.start"],
    ["a path that ends in a slash", flow, { paths: { start: "/canary/" } }, "paths.start"],
    ["a pattern", flow, { paths: { start: /canary/ } }, "paths.start"],
    ["one path twice", flow, { paths: { start: "/callback" } }, "differ from the other paths"],
    ["a misspelt path", flow, { paths: { begin: "/canary" } }, '"begin" (a string) is no option'],
  ])("are refused with %s, and no value is said", (_what, givenFlow, options, message) => {
    const make = () => made(givenFlow, options);
    expect(make).toThrow(
      expect.objectContaining({
        code: "ERR_RBAC_OPTION_INVALID",
        message: expect.stringContaining(message),
      }),
    );
    expect(make).not.toThrow(/canary/);
  });

  test("do not come from a polluted prototype", async () => {
    Object.defineProperty(Object.prototype, "onSignedIn", {
      value: () => undefined,
      configurable: true,
    });
    try {
      const app = express().use("/intercom", oauthRouter(flow));
      expect((await request(app).get("/intercom/start?purpose=sign-in")).status).toBe(400);
    } finally {
      Reflect.deleteProperty(Object.prototype, "onSignedIn");
    }
  });
});

function consentOf(need: unknown): object {
  return { consent: { appName: "Desk", scopes: [need] } };
}
