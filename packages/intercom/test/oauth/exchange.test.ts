import type { StandIn } from "@intercom-rbac/stand-in";
import { startStandIn } from "@intercom-rbac/stand-in";
import { afterAll, beforeEach, describe, expect, it, test } from "vitest";
import { answering } from "./answering.ts";
import { approved, asked, DEMO, deskAt } from "./desk.ts";

const standIn = await startStandIn();
afterAll(() => standIn.close());
beforeEach(() => standIn.reset());

type Fault = Parameters<StandIn["fail"]>[0]["kind"];

describe("no code", () => {
  it("OAUTH-02 declined: 400, no exchange, and the state is used up", async () => {
    const { flow, workspaces } = deskAt(standIn);
    const declined = await approved(standIn, flow, { decline: true });
    expect(declined).toMatchObject({ error: "access_denied", code: "" });
    await expect(flow.complete(declined)).rejects.toMatchObject({
      code: "ERR_RBAC_OAUTH_REFUSED",
      reason: "declined",
      status: 400,
    });
    const { error: _error, ...later } = declined;
    await expect(flow.complete({ ...later, code: "abc" })).rejects.toMatchObject({
      reason: "state-used",
    });
    expect(asked(standIn)).toEqual([]);
    expect(await workspaces.find(DEMO.workspaceId)).toBeUndefined();
  });

  it.each<[string, object]>([
    ["without the state", { state: undefined }],
    ["with another error", { error: "server_error" }],
    ["with several errors", { error: ["a", "b"] }],
    ["with an empty error", { error: "" }],
    ["beside a code", { code: "abc" }],
  ])("OAUTH-02 declined %s", async (_how, more) => {
    const { flow } = deskAt(standIn);
    const declined = await approved(standIn, flow, { decline: true });
    await expect(flow.complete({ ...declined, ...more })).rejects.toMatchObject({
      reason: "declined",
      status: 400,
    });
    expect(asked(standIn)).toEqual([]);
  });

  it.each<[string, unknown]>([
    ["none", undefined],
    ["an empty one", ""],
    ["several", ["a", "b"]],
    ["one in a list", ["a"]],
    ["an object", { toString: () => "a" }],
    ["one with a line break", "a\r\nb"],
    ["one of 2,049 characters", "a".repeat(2_049)],
  ])("OAUTH-02 no code: %s", async (_what, code) => {
    const { flow } = deskAt(standIn);
    const callback = await approved(standIn, flow, DEMO);
    await expect(flow.complete({ ...callback, code })).rejects.toMatchObject({
      reason: "code-missing",
      status: 400,
    });
    expect(asked(standIn)).toEqual([]);
  });
});

/** 502, one exchange, and nothing stored. */
async function expectFailed(baseUrl: string, message: string, timeoutMs?: number): Promise<void> {
  const { flow, workspaces } = deskAt(standIn, { baseUrl, timeoutMs });
  const failed = flow.complete(await approved(standIn, flow, DEMO));
  await expect(failed).rejects.toMatchObject({
    code: "ERR_RBAC_OAUTH_REFUSED",
    reason: "exchange-failed",
    status: 502,
    message: expect.stringContaining(`: ${message}. Nothing was stored.`),
  });
  expect(await workspaces.find(DEMO.workspaceId)).toBeUndefined();
}

describe("an exchange that fails", () => {
  it.each<[string, Fault, string]>([
    ["200 without a token", { status: 200 }, "its answer holds no token"],
    ["500", { status: 500 }, "it answered 500"],
    ["401 for the code", { status: 401 }, "it answered 401"],
    ["429", { status: 429 }, "it answered 429"],
    ["not JSON", "broken-json", "its answer is not JSON"],
    ["a closed connection", "reset", "it could not be reached"],
  ])("OAUTH-03 %s", async (_what, kind, message) => {
    standIn.fail({ method: "POST", path: "/auth/eagle/token", kind });
    await expectFailed(standIn.url, message);
    expect(asked(standIn)).toEqual(["POST /auth/eagle/token"]);
  });

  it.each<[string, Fault]>([
    ["a hang", "hang"],
    ["a body that does not end in time", "slow-body"],
  ])("OAUTH-03 %s", async (_what, kind) => {
    standIn.fail({ method: "POST", path: "/auth/eagle/token", kind });
    await expectFailed(standIn.url, "it did not answer in time", 50);
    expect(asked(standIn)).not.toContain("GET /me");
  });

  test("OAUTH-03 a code that Intercom does not know", async () => {
    const { flow } = deskAt(standIn);
    const callback = await approved(standIn, flow, DEMO);
    await expect(flow.complete({ ...callback, code: "made-up" })).rejects.toMatchObject({
      reason: "exchange-failed",
      status: 502,
      message: expect.stringContaining("it answered 401"),
    });
  });

  const token = "tok_1";
  it.each<[string, string, string]>([
    ["an empty object", "{}", "its answer holds no token"],
    ["null", "null", "its answer holds no token"],
    ["an array", "[]", "its answer holds no token"],
    ["nothing at all", "", "its answer is not JSON"],
    ["a page", "<!doctype html>", "its answer is not JSON"],
    ["an empty token", JSON.stringify({ token: "" }), "its answer holds no token"],
    ["a number for a token", JSON.stringify({ token: 5 }), "its answer holds no token"],
    [
      "a token with a line break",
      JSON.stringify({ token: "a\r\nb: c" }),
      "its answer holds no token",
    ],
    [
      "two different tokens",
      JSON.stringify({ token, access_token: "tok_2" }),
      "its answer holds no token",
    ],
    [
      "another kind of token",
      JSON.stringify({ token, token_type: "mac" }),
      "its answer holds no token",
    ],
    ["65,537 bytes", JSON.stringify({ token, more: "x".repeat(65_537) }), "its answer is too long"],
  ])("OAUTH-03 200 with %s", async (_what, text, message) => {
    const server = await answering((_request, response) => response.end(text));
    await expectFailed(server.url, message);
    expect(server.requests).toEqual(["POST /auth/eagle/token"]);
    await server.close();
  });

  it("OAUTH-03 an answer without an end is given up", async () => {
    let gaveUp: () => void;
    const givenUp = new Promise<void>((resolve) => {
      gaveUp = resolve;
    });
    const server = await answering((_request, response) => {
      const more = (): void => {
        while (response.write("x".repeat(10_000)));
      };
      response.on("drain", more).on("close", () => gaveUp());
      more();
    });
    await expectFailed(server.url, "its answer is too long");
    await givenUp;
    await server.close();
  });

  it("OAUTH-03 a redirect is not followed, which would take the secret elsewhere", async () => {
    const server = await answering((request, response) => {
      response.writeHead(307, { Location: `http://${request.headers.host}/elsewhere` }).end();
    });
    await expectFailed(server.url, "it answered 307");
    expect(server.requests).toEqual(["POST /auth/eagle/token"]);
    await server.close();
  });

  it("OAUTH-03 nobody there", async () => {
    const server = await answering((_request, response) => response.end());
    await server.close();
    await expectFailed(server.url, "it could not be reached");
  });

  it.each([["token"], ["access_token"]])(
    "takes a token that is named by %s alone",
    async (name) => {
      const server = await answering((request, response) => {
        const isMe = request.url === "/me";
        response.setHeader("Content-Type", "application/json");
        response.end(
          JSON.stringify(
            isMe
              ? {
                  id: "7",
                  email: "a@x.example",
                  email_verified: true,
                  app: { id_code: "w", region: "au" },
                }
              : { [name]: token },
          ),
        );
      });
      const { flow } = deskAt(standIn, { baseUrl: server.url });
      expect(await flow.complete(await approved(standIn, flow, DEMO))).toMatchObject({
        workspace: { token, workspaceId: "w", region: "AU" },
      });
      await server.close();
    },
  );
});
