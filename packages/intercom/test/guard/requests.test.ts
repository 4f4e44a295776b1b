import { runInNewContext } from "node:vm";
import { intercomPolicy } from "@intercom-rbac/core";
import { afterEach, describe, expect, it } from "vitest";
import { guardClient } from "../../src/guard/guard-client.ts";
import { callMethod, refusal } from "./call-method.ts";
import { countingServer, TOKEN } from "./counting-server.ts";

const server = countingServer();

const owner = () =>
  guardClient(server.client, {
    policy: intercomPolicy,
    principal: { id: "1", roles: ["owner"] },
  });
/** May reply and note, and neither assign nor close. */
const agent = () =>
  guardClient(server.client, {
    policy: intercomPolicy,
    principal: { id: "3", roles: ["agent"] },
  });

const closing = (body: unknown) => ({ conversation_id: "9", body });
const INVALID = { code: "ERR_RBAC_OPTION_INVALID" };

describe("a request that changes its face", () => {
  it("does not have its getters run", async () => {
    let runs = 0;
    const turning = {
      get message_type() {
        runs += 1;
        return runs === 1 ? "snoozed" : "close";
      },
    };
    const error = await refusal(callMethod(agent(), "conversations.manage", closing(turning)));
    expect(error).toMatchObject({
      ...INVALID,
      message:
        "conversations.manage: request.body.message_type is a getter. A guarded client takes plain data.",
    });
    expect(runs).toBe(0);
    expect(server.lines()).toEqual([]);
  });

  it("has a length that is a number", async () => {
    const endless = new Proxy(["1"], {
      getOwnPropertyDescriptor: Reflect.getOwnPropertyDescriptor,
      get: (target, key) => (key === "length" ? Number.NaN : Reflect.get(target, key)),
    });
    const error = await refusal(
      callMethod(agent(), "conversations.manage", closing({ message_type: "close", endless })),
    );
    expect(error).toMatchObject({ ...INVALID, message: expect.stringContaining("body.endless") });
    expect(server.lines()).toEqual([]);
  });

  it("is sent as it was decided on, whenever a Proxy turns", async () => {
    const sent: unknown[] = [];
    for (let turn = 0; turn < 6; turn++) {
      let reads = 0;
      const turning = new Proxy(
        { message_type: "snoozed", admin_id: "7" },
        {
          get: () => "close",
          getOwnPropertyDescriptor(target, key) {
            const descriptor = Reflect.getOwnPropertyDescriptor(target, key);
            if (key !== "message_type" || descriptor === undefined) return descriptor;
            reads += 1;
            return { ...descriptor, value: reads <= turn ? "snoozed" : "close" };
          },
        },
      );
      const before = server.came.length;
      const call = callMethod(agent(), "conversations.manage", closing(turning));
      const outcome = await call.then(
        () => "sent",
        (error: unknown) => String(error),
      );
      if (outcome !== "sent") expect(outcome).toContain("Not allowed: conversations:close");
      sent.push(...server.came.slice(before).map(({ body }) => body));
    }
    expect(sent.length).toBeGreaterThanOrEqual(3);
    expect(new Set(sent.map((body) => JSON.stringify(body)))).toEqual(
      new Set(['{"message_type":"snoozed","admin_id":"7"}']),
    );
  });

  it("is sent as it was when it was decided on, whatever becomes of it meanwhile", async () => {
    const body = { message_type: "snoozed", admin_id: "7", snoozed_until: 1 };
    const request = closing(body);
    let found = () => {};
    const asked = new Promise<void>((resolve) => {
      found = resolve;
    });
    const guarded = guardClient(server.client, {
      policy: intercomPolicy,
      principal: async () => {
        await asked;
        return { id: "3", roles: ["agent"] };
      },
    });
    const call = callMethod(guarded, "conversations.manage", request);
    body.message_type = "close";
    request.conversation_id = "10";
    found();
    await call;
    expect(server.came).toMatchObject([
      { url: "/conversations/9/parts", body: { message_type: "snoozed" } },
    ]);
  });

  it.each([
    ["a function", { toJSON: () => ({ message_type: "close" }), message_type: "snoozed" }],
    [
      "an instance of a class",
      new (class Body {
        message_type = "snoozed";
        toJSON() {
          return { message_type: "close" };
        }
      })(),
    ],
    ["an instance of a class", Object.create({ toJSON: () => ({ message_type: "close" }) })],
    ["an instance of a class", Object.assign(new Date(0), { message_type: "snoozed" })],
    ["an instance of a class", new Map([["message_type", "snoozed"]])],
    ["a bigint", { message_type: "snoozed", snoozed_until: 1n }],
    ["NaN", { message_type: "snoozed", snoozed_until: Number.NaN }],
    ['the key "__proto__"', JSON.parse('{"message_type":"snoozed","__proto__":{"toJSON":1}}')],
  ])("is refused with %s in it", async (what, body) => {
    const error = await refusal(callMethod(owner(), "conversations.manage", closing(body)));
    expect(error).toMatchObject(INVALID);
    expect(String(error)).toContain(what);
    expect(server.lines()).toEqual([]);
  });

  it("is refused when it has no end", async () => {
    const cycle: Record<string, unknown> = {};
    cycle["self"] = cycle;
    const deep = await refusal(callMethod(owner(), "contacts.update", { contact_id: "c", cycle }));
    expect(deep).toMatchObject(INVALID);
    const wide = { contact_id: "c", list: new Array(100_001) };
    expect(await refusal(callMethod(owner(), "contacts.update", wide))).toMatchObject(INVALID);
    expect(server.lines()).toEqual([]);
  });

  it.each(["contact", 5, null, ["c"], () => ({})])(
    "is refused when it is no object: %s",
    async (request) => {
      const error = await refusal(callMethod(owner(), "contacts.delete", request));
      expect(error).toMatchObject(INVALID);
    },
  );

  it("tells where something is, and not what", async () => {
    const custom_attributes = { "last plan": { secret: Symbol("canary") } };
    const error = await refusal(
      callMethod(owner(), "contacts.update", { contact_id: "c", custom_attributes }),
    );
    expect(String(error)).toContain(
      'contacts.update: request.custom_attributes["last plan"].secret is a symbol.',
    );
    expect(String(error)).not.toContain("canary");
  });
});

describe("plain data", () => {
  it("is sent as JSON would have it", async () => {
    const custom_attributes = {
      plan: "pro",
      seats: 5,
      trial: false,
      gone: null,
      list: [1, undefined],
    };
    const foreign: unknown = runInNewContext("({ city: 'Cork' })");
    const request = {
      contact_id: "c",
      name: "Ann",
      phone: undefined,
      custom_attributes: { ...custom_attributes, foreign },
      [Symbol("mark")]: 1,
    };
    Object.defineProperty(request, "hidden", { value: "not enumerable" });
    await callMethod(owner(), "contacts.update", request);
    expect(server.came[0]?.body).toEqual({
      name: "Ann",
      custom_attributes: { ...custom_attributes, list: [1, null], foreign: { city: "Cork" } },
    });
  });

  it("may be left out where the SDK does not want it", async () => {
    await owner().contacts.list();
    await owner().conversations.list();
    await owner().admins.list();
    expect(server.lines()).toEqual(["GET /contacts", "GET /conversations", "GET /admins"]);
  });
});

describe("a polluted prototype", () => {
  const polluted = [
    "message_type",
    "headers",
    "queryParams",
    "contact_id",
    "per_page",
    "maxRetries",
  ];
  afterEach(() => {
    for (const name of polluted) Reflect.deleteProperty(Object.prototype, name);
  });
  const pollute = (name: string, value: unknown) =>
    Object.defineProperty(Object.prototype, name, { value, configurable: true, writable: true });

  it("lends a body no type", async () => {
    pollute("message_type", "note");
    const error = await refusal(
      callMethod(agent(), "conversations.reply", closing({ body: "Hi" })),
    );
    expect(error).toMatchObject({ code: "ERR_RBAC_GUARD_MISUSED" });
    expect(server.lines()).toEqual([]);
  });

  it("lends a request no id and no parameter, and a call no header", async () => {
    pollute("contact_id", "c");
    pollute("per_page", 1);
    pollute("headers", { Authorization: "Bearer other" });
    pollute("queryParams", { per_page: 1 });
    expect(await refusal(callMethod(owner(), "contacts.find", {}))).toMatchObject(INVALID);
    await callMethod(owner(), "contacts.list");
    await callMethod(owner(), "admins.list");
    await callMethod(owner(), "contacts.delete", { contact_id: "x" });
    expect(server.lines()).toEqual(["GET /contacts", "GET /admins", "DELETE /contacts/x"]);
    for (const { headers } of server.came) {
      expect(headers["authorization"]).toBe(`Bearer ${TOKEN}`);
    }
  });
});

describe("a call's own options", () => {
  it.each([
    { headers: { Authorization: "Bearer other" } },
    { headers: { "X-HTTP-Method-Override": "DELETE" } },
    { headers: {} },
    { version: "2.0" },
    { queryParams: { display_as: "x" } },
    { baseUrl: "https://example.com" },
    { fetcher: () => {} },
    { timeoutInSeconds: "5" },
    { timeoutInSeconds: 0 },
    { timeoutInSeconds: Number.POSITIVE_INFINITY },
    { maxRetries: -1 },
    { maxRetries: 1.5 },
    { maxRetries: "2" },
    { abortSignal: { aborted: false } },
    "options",
    ["options"],
  ])("are refused: %j", async (options) => {
    expect(
      await refusal(callMethod(owner(), "contacts.find", { contact_id: "c" }, options)),
    ).toMatchObject(INVALID);
    expect(await refusal(callMethod(owner(), "admins.list", options))).toMatchObject(INVALID);
    expect(server.lines()).toEqual([]);
  });

  it("are named when they are refused, their values are not", async () => {
    const options = { headers: { Authorization: "Bearer canary" } };
    const error = await refusal(callMethod(owner(), "admins.list", options));
    expect(String(error)).toContain("admins.list: requestOptions.headers is not allowed");
    expect(String(error)).not.toContain("canary");
  });

  it("are not read by getters, nor twice", async () => {
    const options = {
      get headers() {
        return { Authorization: "Bearer other" };
      },
    };
    expect(await refusal(callMethod(owner(), "admins.list", options))).toMatchObject(INVALID);
    const inherited = Object.create({ headers: { Authorization: "Bearer other" } });
    await callMethod(owner(), "admins.list", inherited);
    expect(server.came[0]?.headers["authorization"]).toBe(`Bearer ${TOKEN}`);
  });

  it("may say how long to wait and when to stop", async () => {
    const { signal } = new AbortController();
    await owner().admins.list({ timeoutInSeconds: 5, maxRetries: 0, abortSignal: signal });
    const unsaid = { timeoutInSeconds: 5, maxRetries: undefined };
    await callMethod(owner(), "contacts.find", { contact_id: "c" }, unsaid);
    const stopped = AbortSignal.abort();
    await refusal(owner().contacts.find({ contact_id: "c" }, { abortSignal: stopped }));
    expect(server.lines()).toEqual(["GET /admins", "GET /contacts/c"]);
  });
});
