import { inspect } from "node:util";
import { IntercomFailedError } from "@intercom-rbac/core";
import type { Fault, StandIn } from "@intercom-rbac/stand-in";
import { startStandIn } from "@intercom-rbac/stand-in";
import { IntercomClient } from "intercom-client";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import type { IntercomClientOptions } from "../../src/client/client-options.ts";
import { createIntercomClient } from "../../src/client/create-intercom-client.ts";

let intercom: StandIn;
beforeAll(async () => {
  intercom = await startStandIn();
});
afterEach(() => {
  intercom.reset();
  vi.unstubAllEnvs();
});
afterAll(() => intercom.close());

const client = (options: IntercomClientOptions = {}) =>
  createIntercomClient({ token: intercom.token, baseUrl: intercom.url, ...options });

async function failure(call: PromiseLike<unknown>): Promise<IntercomFailedError> {
  const error: unknown = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof IntercomFailedError)) throw new Error(`not typed: ${inspect(error)}`);
  return error;
}

const seen = () => intercom.requests.map(({ method, path }) => `${method} ${path}`);
/** Asks to be asked again at once. */
const AT_ONCE = { "Retry-After": "0" };

describe("the client", () => {
  it("is the SDK's, with the token and the version", async () => {
    const made = client();
    expect(made).toBeInstanceOf(IntercomClient);
    const { admins } = await made.admins.list();
    expect(admins).toHaveLength(6);
    expect(intercom.requests[0]?.headers).toMatchObject({
      authorization: `Bearer ${intercom.token}`,
      "intercom-version": "2.16",
    });
  });

  it("asks for another version when told, for all calls or for one", async () => {
    await client({ version: "2.15" }).admins.list();
    await client().admins.list({ version: "2.11" });
    const versions = intercom.requests.map(({ headers }) => headers["intercom-version"]);
    expect(versions).toEqual(["2.15", "2.11"]);
  });

  it("takes the token of INTERCOM_ACCESS_TOKEN", async () => {
    vi.stubEnv("INTERCOM_ACCESS_TOKEN", intercom.token);
    await createIntercomClient({ baseUrl: intercom.url }).admins.list();
    expect(intercom.requests[0]?.headers["authorization"]).toBe(`Bearer ${intercom.token}`);
  });

  it("gives the raw response, its address included", async () => {
    const { data, rawResponse } = await client().admins.list().withRawResponse();
    expect(data.admins).toHaveLength(6);
    expect(rawResponse.status).toBe(200);
    expect(rawResponse.url).toBe(`${intercom.url}/admins`);
    expect(rawResponse.headers.get("x-ratelimit-limit")).not.toBeNull();
  });

  it("goes through pages", async () => {
    const names: (string | undefined)[] = [];
    for await (const { name } of await client().contacts.list({ per_page: 3 })) names.push(name);
    expect(names).toHaveLength(8);
    expect(seen()).toEqual(["GET /contacts", "GET /contacts", "GET /contacts"]);
  });
});

describe("without a usable token", () => {
  const thrown = (options?: IntercomClientOptions): unknown => {
    try {
      return createIntercomClient(options);
    } catch (error) {
      return error;
    }
  };

  it.each([undefined, "", "   "])("says where to get one: %j", (value) => {
    vi.stubEnv("INTERCOM_ACCESS_TOKEN", value);
    const error = thrown();
    expect(error).toBeInstanceOf(IntercomFailedError);
    expect(error).toMatchObject({
      code: "ERR_RBAC_INTERCOM_FAILED",
      reason: "token-missing",
      message:
        "There is no Intercom access token. Set INTERCOM_ACCESS_TOKEN, or pass a workspace's token as options.token. You find yours in the Developer Hub (https://app.intercom.com/a/apps/_/developer-hub): your app, Configure, Authentication.",
    });
  });

  it("never falls back on the SDK's own variable", () => {
    vi.stubEnv("INTERCOM_ACCESS_TOKEN", undefined);
    vi.stubEnv("INTERCOM_API_KEY", intercom.token);
    expect(thrown()).toMatchObject({ reason: "token-missing" });
  });

  it.each(["canary token", "canary\n", "canary\u00e9"])(
    "refuses a token that no header can carry, without showing it: %j",
    (token) => {
      vi.stubEnv("INTERCOM_ACCESS_TOKEN", token);
      for (const [options, from] of [
        [undefined, "INTERCOM_ACCESS_TOKEN"],
        [{ token }, "options.token"],
      ] as const) {
        expect(thrown(options)).toMatchObject({
          code: "ERR_RBAC_OPTION_INVALID",
          message: `createIntercomClient: ${from} has a space, a line break or another character that no token has. Copy it again.`,
        });
      }
    },
  );

  it("says what to do about a token that Intercom does not know", async () => {
    const error = await failure(client({ token: "wrong" }).admins.list());
    expect(error).toMatchObject({ reason: "token-rejected", status: 401 });
    expect(error.message).toBe(
      "Intercom does not accept the access token (401 unauthorized). Copy it again from the Developer Hub (https://app.intercom.com/a/apps/_/developer-hub): your app, Configure, Authentication, into INTERCOM_ACCESS_TOKEN; if options.region is set, check that it is the region of that workspace.",
    );
  });
});

describe("options", () => {
  it.each<[object, string]>([
    [{ tokn: "x" }, 'createIntercomClient: "tokn" (a string) is no option. Did you mean "token"?'],
    [{ token: 5 }, "createIntercomClient: options.token must be a string, not a number."],
    [{ region: "eu" }, 'createIntercomClient: options.region "eu" is none. Did you mean "EU"?'],
    [
      { version: "two" },
      'createIntercomClient: options.version must look like "2.16" or be "Unstable".',
    ],
    [
      { timeoutMs: 0 },
      "createIntercomClient: options.timeoutMs must be a whole number from 1 to 2147483647, not another number.",
    ],
    [
      { readRetries: Number.NaN },
      "createIntercomClient: options.readRetries must be a whole number from 0 to 10, not NaN.",
    ],
    [
      { maxRetryWaitMs: "5" },
      "createIntercomClient: options.maxRetryWaitMs must be a whole number from 0 to 2147483647, not a string.",
    ],
    [{ baseUrl: "api.intercom.io" }, "createIntercomClient: options.baseUrl is no URL."],
    [
      { baseUrl: "https://user:canary@api.intercom.io" },
      "createIntercomClient: options.baseUrl must be an address alone, without a user, a query or a fragment.",
    ],
    [
      { baseUrl: "http://api.intercom.io" },
      "createIntercomClient: options.baseUrl must begin with https://, or the token would travel in the clear.",
    ],
    [
      { baseUrl: "http://localhost.example" },
      "createIntercomClient: options.baseUrl must begin with https://, or the token would travel in the clear.",
    ],
    [
      { baseUrl: "ftp://localhost" },
      "createIntercomClient: options.baseUrl must begin with https://, or the token would travel in the clear.",
    ],
  ])("%j is refused", (options, message) => {
    expect(() => createIntercomClient({ token: "t", ...options })).toThrow(
      expect.objectContaining({ code: "ERR_RBAC_OPTION_INVALID", message }),
    );
  });

  it.each([
    "http://127.0.0.1:8080",
    "http://[::1]:8080",
    "http://localhost",
    "https://proxy.example/intercom",
  ])("%s is taken", (baseUrl) => {
    expect(createIntercomClient({ token: "t", baseUrl })).toBeInstanceOf(IntercomClient);
  });
});

const HUB_STEP =
  "Tick it in the Developer Hub (your app, Configure, Authentication, Edit), then have the workspace install the app again.";
const MAYBE_DONE = "If it was a write, look whether it took effect before you repeat it.";

describe("a failed call", () => {
  it.each<[Exclude<Fault["kind"], string>, object, string]>([
    [
      { status: 401, code: "token_revoked" },
      { reason: "token-revoked", intercomCode: "token_revoked" },
      "The access token was revoked (401 token_revoked). Have the workspace install the app again, or copy the new token from the Developer Hub (https://app.intercom.com/a/apps/_/developer-hub): your app, Configure, Authentication.",
    ],
    [{ status: 401, code: "token_blocked" }, { reason: "token-rejected" }, "token_blocked"],
    [{ status: 401, code: "token_expired" }, { reason: "token-rejected" }, "token_expired"],
    [{ status: 401, code: "token_not_found" }, { reason: "token-rejected" }, "token_not_found"],
    [{ status: 401, code: "missing_authorization" }, { reason: "token-rejected" }, "missing_"],
    [
      { status: 401, code: "token_unauthorized", message: "Not authorized to access resource" },
      { reason: "scope-missing", scopes: [] },
      `The app lacks a scope that this call needs (401 token_unauthorized). ${HUB_STEP}`,
    ],
    [
      {
        status: 403,
        message: "You do not have the required scope (read_conversations) to access this resource",
      },
      { reason: "scope-missing", scopes: ["read_conversations"] },
      `The app lacks the scope "read_conversations" (403 forbidden). ${HUB_STEP}`,
    ],
    [
      { status: 403, message: "Not authorized to manage knowledge base content" },
      { reason: "teammate-permission-missing" },
      "The teammate whose token this is lacks a permission in Intercom (403 forbidden). Grant it in Intercom's settings (Workspace, Teammates), or use the token of a teammate who has it.",
    ],
    [
      { status: 403, code: "api_plan_restricted" },
      { reason: "plan-restricted" },
      "The workspace's plan does not include this call (403 api_plan_restricted). Change the plan in Intercom's settings (Workspace, Billing), or do without the call.",
    ],
    [{ status: 402 }, { reason: "plan-restricted" }, "(402"],
    [
      { status: 403 },
      { reason: "request-refused" },
      "Intercom refused the request (403 forbidden)",
    ],
    [
      { status: 404, code: "admin_not_found" },
      { reason: "not-found" },
      "Intercom does not find what the call names (404 admin_not_found). Check its id, and that the access token is of the workspace that has it.",
    ],
    [
      { status: 422, code: "parameter_invalid" },
      { reason: "request-refused" },
      "Intercom refused the request (422 parameter_invalid). Compare what was sent with the reference of the call, https://developers.intercom.com/docs/references/rest-api/api.intercom.io.",
    ],
    [
      { status: 429, headers: { "Retry-After": "7" } },
      { reason: "rate-limited", retryAfterMs: 7000 },
      "Intercom's rate limit is used up (429 rate_limit_exceeded). Ask again in 7 seconds, and less often.",
    ],
    [
      { status: 500 },
      { reason: "server-failed" },
      `Intercom failed (500 server_error). Ask again later, and see https://www.intercomstatus.com. ${MAYBE_DONE}`,
    ],
    [{ status: 503, headers: { "Retry-After": "3" } }, { retryAfterMs: 3000 }, "(503"],
    [{ status: 408 }, { reason: "timeout" }, "Intercom did not answer in time (408"],
  ])("%j is told apart and says what to do", async (kind, details, message) => {
    intercom.fail({ path: "/admins", kind });
    const error = await failure(client({ readRetries: 0 }).admins.list());
    expect(error).toMatchObject({ status: kind.status, ...details });
    expect(error.requestId).toMatch(/^[\w-]{8,}$/);
    expect(error.message).toContain(message);
  });

  it("is typed with its raw response, and on a further page", async () => {
    intercom.fail({ path: "/admins", kind: { status: 404 } });
    const raw = await failure(client().admins.list().withRawResponse());
    expect(raw.reason).toBe("not-found");
    const page = await client().contacts.list({ per_page: 3 });
    intercom.fail({ path: "/contacts", kind: { status: 404 } });
    expect((await failure(page.getNextPage())).reason).toBe("not-found");
    intercom.fail({ path: "/contacts", kind: { status: 404 } });
    const iterate = async () => {
      for await (const _contact of page);
    };
    expect((await failure(iterate())).reason).toBe("not-found");
  });

  it("that hangs, or whose body does, ends by the deadline", async () => {
    for (const kind of ["hang", "slow-body"] as const) {
      intercom.fail({ path: "/admins", kind });
      const error = await failure(client({ timeoutMs: 100 }).admins.list());
      expect(error).toMatchObject({ reason: "timeout", status: undefined });
      expect(error.message).toBe(
        `Intercom did not answer in time. Ask again, or raise options.timeoutMs. ${MAYBE_DONE}`,
      );
    }
  });

  it("ends when the caller aborts it, while it hangs and while a retry waits", async () => {
    for (const kind of ["hang", { status: 429, headers: { "Retry-After": "4" } }] as const) {
      intercom.reset();
      intercom.fail({ path: "/admins", kind });
      const controller = new AbortController();
      const call = failure(client().admins.list({ abortSignal: controller.signal }));
      await vi.waitFor(() => expect(intercom.requests).toHaveLength(1));
      controller.abort();
      expect(await call).toMatchObject({
        reason: "aborted",
        message: `The call was aborted by its abortSignal. ${MAYBE_DONE}`,
      });
    }
  });

  it("that finds no server, or loses its connection, is unreachable", async () => {
    const away = await startStandIn();
    await away.close();
    intercom.fail({ path: "/admins", kind: "reset" });
    for (const made of [client({ baseUrl: away.url }), client()]) {
      expect(await failure(made.admins.list())).toMatchObject({
        reason: "unreachable",
        status: undefined,
        message: `Intercom could not be reached. Check the network, a proxy in between and options.baseUrl. ${MAYBE_DONE}`,
      });
    }
  });

  it("never resolves to the SDK's note about an answer that is no JSON", async () => {
    for (const call of [
      () => client().admins.list(),
      () => client().contacts.list(),
      () => client().admins.list().withRawResponse(),
    ]) {
      intercom.fail({ kind: "broken-json" });
      expect(await failure(call())).toMatchObject({
        reason: "answer-invalid",
        message: `Intercom's answer could not be understood. Check options.baseUrl and a proxy in between; the client expects API version 2.16. ${MAYBE_DONE}`,
      });
    }
  });

  it("leaves a mistake in the program what it is", async () => {
    // @ts-expect-error the request is missing
    await expect(client().admins.find()).rejects.toThrow(TypeError);
    expect(intercom.requests).toEqual([]);
  });
});

describe("retries", () => {
  it.each([408, 429, 500, 503])(
    "ask for a read again after %i, twice unless told",
    async (status) => {
      intercom.fail({ path: "/admins", times: 2, kind: { status, headers: AT_ONCE } });
      expect((await client().admins.list()).admins).toHaveLength(6);
      expect(seen()).toEqual(["GET /admins", "GET /admins", "GET /admins"]);
      intercom.reset();
      intercom.fail({ path: "/admins", times: 3, kind: { status, headers: AT_ONCE } });
      expect((await failure(client().admins.list())).status).toBe(status);
      expect(seen()).toHaveLength(3);
      intercom.reset();
      intercom.fail({ path: "/admins", times: 1, kind: { status, headers: AT_ONCE } });
      expect((await failure(client({ readRetries: 0 }).admins.list())).status).toBe(status);
      expect(seen()).toHaveLength(1);
    },
  );

  it.each([400, 401, 403, 404, 422])("do not follow %i", async (status) => {
    intercom.fail({ path: "/admins", kind: { status, headers: AT_ONCE } });
    await failure(client().admins.list());
    expect(seen()).toEqual(["GET /admins"]);
  });

  it("ask a search again, which is a POST that changes nothing", async () => {
    const query = { field: "role", operator: "=", value: "user" } as const;
    intercom.fail({ path: "/contacts/search", kind: { status: 500, headers: AT_ONCE } });
    const page = await client().contacts.search({ query });
    expect(page.data).toHaveLength(8);
    expect(seen()).toEqual(["POST /contacts/search", "POST /contacts/search"]);
    expect(intercom.requests[1]?.body).toEqual({ query });
  });

  it.each([408, 429, 500, 503])("never repeat a write after %i", async (status) => {
    const made = client();
    const writes = [
      () => made.contacts.create({ email: "new@customers.example" }),
      () => made.contacts.update({ contact_id: "1", name: "New" }),
      () => made.contacts.delete({ contact_id: "1" }),
      () => made.admins.away({ admin_id: 1001, away_mode_enabled: true, away_mode_reassign: true }),
    ];
    intercom.fail({ times: 99, kind: { status, headers: AT_ONCE } });
    for (const write of writes) {
      const before = seen().length;
      expect((await failure(write())).status).toBe(status);
      expect(seen()).toHaveLength(before + 1);
    }
  });

  it("do not repeat a write whose connection broke", async () => {
    intercom.fail({ path: "/contacts", kind: "reset" });
    await failure(client().contacts.create({ email: "new@customers.example" }));
    expect(seen()).toEqual(["POST /contacts"]);
  });

  it("are left out when the wait asked for is too long", async () => {
    intercom.fail({ path: "/admins", kind: { status: 429, headers: { "Retry-After": "6" } } });
    expect(await failure(client().admins.list())).toMatchObject({
      reason: "rate-limited",
      retryAfterMs: 6000,
    });
    expect(seen()).toHaveLength(1);
  });

  it("end by the call's one deadline", async () => {
    intercom.fail({ path: "/admins", kind: { status: 429, headers: { "Retry-After": "4" } } });
    const error = await failure(client({ timeoutMs: 100 }).admins.list());
    expect(error.reason).toBe("timeout");
    expect(seen()).toHaveLength(1);
  });
});

describe("LEAK-01", () => {
  it("no token and nothing of an answer is in an error, however it is shown", async () => {
    const token = intercom.issueToken({ token: "canary-token" });
    const made = client({ token, readRetries: 0, timeoutMs: 100 });
    const kinds: Fault["kind"][] = [
      ...[400, 401, 403, 404, 409, 422, 429, 500].map((status) => ({
        status,
        message: "canary-content jane@canary.example",
      })),
      { status: 403, message: "required scope (canary\u0000content) to" },
      { status: 400, code: "canary content" },
      "hang",
      "slow-body",
      "broken-json",
      "reset",
    ];
    for (const kind of kinds) {
      intercom.fail({ path: "/admins", kind });
      const error = await failure(made.admins.list());
      const shown = [
        error.message,
        error.stack,
        JSON.stringify(error),
        inspect(error, { depth: 9, showHidden: true }),
      ];
      expect(shown.join("\n")).not.toMatch(/canary/);
      expect(error.cause).toBeUndefined();
    }
  });

  it("no token is in the client, however it is shown", async () => {
    const made = client({ token: intercom.issueToken({ token: "canary-token-2" }) });
    const answer = await made.admins.list().withRawResponse();
    for (const value of [made, made.admins, made.unstable, answer]) {
      expect(inspect(value, { depth: 9, showHidden: true })).not.toContain("canary-token-2");
      expect(JSON.stringify(value)).not.toContain("canary-token-2");
    }
  });
});
