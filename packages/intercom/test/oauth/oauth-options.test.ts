import { describe, expect, it } from "vitest";
import { createOAuthFlow } from "../../src/oauth/create-oauth-flow.ts";

const fine = {
  clientId: "client",
  clientSecret: "canary-secret",
  redirectUri: "https://desk.example/intercom/callback",
  stateSecret: "canary-secret-canary-secret-canary",
};

function made(options: unknown): unknown {
  return Reflect.apply(createOAuthFlow, undefined, [options]);
}

describe("the options of createOAuthFlow", () => {
  it.each<[string, object]>([
    ["nothing but what is needed", {}],
    ["loopback without TLS", { redirectUri: "http://localhost:3000/callback" }],
    ["loopback by number", { redirectUri: "http://127.0.0.1:3000/callback" }],
    ["loopback of IPv6", { redirectUri: "http://[::1]:3000/callback" }],
    ["an hour", { stateMs: 3_600_000 }],
    [
      "undefined for what may be left out",
      { region: undefined, now: undefined, baseUrl: undefined },
    ],
  ])("take %s", (_what, more) => {
    expect(made({ ...fine, ...more })).toMatchObject({ stateMs: expect.any(Number) });
  });

  it.each<[string, object, string]>([
    ["no client id", { clientId: undefined }, "options.clientId"],
    ["a blank client id", { clientId: " " }, "options.clientId"],
    ["no client secret", { clientSecret: undefined }, "options.clientSecret"],
    ["an empty client secret", { clientSecret: "" }, "options.clientSecret"],
    ["no state secret", { stateSecret: undefined }, "options.stateSecret"],
    ["a state secret of 31 characters", { stateSecret: "canary-".repeat(5).slice(0, 31) }, "32"],
    ["no redirect URL", { redirectUri: undefined }, "options.redirectUri"],
    ["a path for it", { redirectUri: "/callback" }, "options.redirectUri"],
    ["plain HTTP", { redirectUri: "http://desk.example/callback" }, "options.redirectUri"],
    ["a host that only begins so", { redirectUri: "http://localhost.evil.example/" }, "loopback"],
    ["a name that only looks so", { redirectUri: "http://127.0.0.1.evil.example/" }, "loopback"],
    ["another scheme", { redirectUri: "javascript:alert(1)" }, "options.redirectUri"],
    ["a fragment", { redirectUri: "https://desk.example/#x" }, "options.redirectUri"],
    ["a user", { redirectUri: "https://canary:canary@desk.example/" }, "options.redirectUri"],
    ["an authorize page without TLS", { authorizeUrl: "http://x.example" }, "options.authorizeUrl"],
    ["an API without TLS", { baseUrl: "http://x.example" }, "options.baseUrl"],
    ["a region that there is not", { region: "canary" }, "options.region"],
    ["a prototype's name for it", { region: "toString" }, "options.region"],
    ["no time at all", { timeoutMs: 0 }, "options.timeoutMs"],
    ["text for a time", { timeoutMs: "1000" }, "options.timeoutMs"],
    ["more than an hour", { stateMs: 3_600_001 }, "options.stateMs"],
    ["NaN", { stateMs: Number.NaN }, "options.stateMs"],
    ["less than no time", { noticeMs: -1 }, "options.noticeMs"],
    ["a store without find", { workspaces: { save() {}, revoke() {} } }, "a method find"],
    ["a store without save", { workspaces: { find() {}, revoke() {} } }, "a method save"],
    ["a memory without use", { usedStates: {} }, "options.usedStates"],
    ["a clock that is none", { now: 5 }, "options.now"],
    ["a misspelt name", { clientID: "canary" }, 'Did you mean "clientId"'],
  ])("refuse %s, and say no value", (_what, more, message) => {
    const make = () => made({ ...fine, ...more });
    expect(make).toThrow(
      expect.objectContaining({
        code: "ERR_RBAC_OPTION_INVALID",
        message: expect.stringContaining(message),
      }),
    );
    expect(make).not.toThrow(/canary/);
  });

  it("are copied: changing them later changes nothing", async () => {
    const options = { ...fine };
    const flow = createOAuthFlow(options);
    options.clientId = "another";
    expect(new URL((await flow.start()).url).searchParams.get("client_id")).toBe("client");
  });
});
