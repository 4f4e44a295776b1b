import { inspect } from "node:util";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { IntercomClient } from "intercom-client";
import { expect, it } from "vitest";
import { AnswerPart } from "../../src/client/answer-part.ts";
import type { ClientCall } from "../../src/client/wrap-methods.ts";
import { wrapMethods } from "../../src/client/wrap-methods.ts";

const TOKEN = "canary-token";

/** The real SDK, its requests answered by `answers`, one after another, and their paths kept. */
function sdk(...answers: readonly unknown[]) {
  const requests: string[] = [];
  const client = new IntercomClient({
    token: TOKEN,
    maxRetries: 0,
    fetch: (url) => {
      requests.push(new URL(String(url)).pathname);
      return Promise.resolve(Response.json(answers[requests.length - 1]));
    },
  });
  return { client, requests };
}

const FIRST = { data: [{ id: "a" }], pages: { next: { starting_after: "x" } } };
const LAST = { data: [{ id: "b" }] };

/** What `withRawResponse` has beside the data; the SDK's types give it to promises that are not of pages alone. */
async function withResponse(call: object): Promise<unknown> {
  const answer: unknown = await Reflect.apply(Reflect.get(call, "withRawResponse"), call, []);
  return Reflect.get(Object(answer), "rawResponse");
}

async function collectGarbage(): Promise<void> {
  // A task later: what is awaited in this one is still held.
  await new Promise((resolve) => setImmediate(resolve));
  setFlagsFromString("--expose-gc");
  runInNewContext("gc")();
}

it("passes every call through the interceptor, which sends the request", async () => {
  const { client, requests } = sdk({ type: "admin.list", admins: [] });
  const calls: ClientCall[] = [];
  const wrapped = wrapMethods(client, (call) => {
    calls.push(call);
    expect(requests).toEqual([]);
    return call.proceed();
  });
  const options = { timeoutInSeconds: 5 };
  expect(await wrapped.admins.list(options)).toEqual({ type: "admin.list", admins: [] });
  expect(requests).toEqual(["/admins"]);
  expect(calls).toMatchObject([{ method: "admins.list", args: [options], nextPage: false }]);
});

it("sends nothing when the interceptor rejects", async () => {
  const { client, requests } = sdk();
  const wrapped = wrapMethods(client, () => Promise.reject(new Error("no")));
  await expect(wrapped.contacts.delete({ contact_id: "1" })).rejects.toThrow("no");
  await expect(wrapped.contacts.delete({ contact_id: "1" }).withRawResponse()).rejects.toThrow(
    "no",
  );
  await expect(wrapped.contacts.list()).rejects.toThrow("no");
  await expect(wrapped.unstable.admins.listAdmins()).rejects.toThrow("no");
  expect(requests).toEqual([]);
});

it("sends other arguments where the interceptor gives them", async () => {
  const { client, requests } = sdk({});
  const wrapped = wrapMethods(client, (call) => call.proceed([{ contact_id: "2" }]));
  await wrapped.contacts.find({ contact_id: "1" });
  expect(requests).toEqual(["/contacts/2"]);
});

it("names the methods of nested clients by their path", async () => {
  const { client, requests } = sdk({});
  const methods: string[] = [];
  const wrapped = wrapMethods(client, (call) => {
    methods.push(call.method);
    return call.proceed();
  });
  await wrapped.unstable.admins.listAdmins();
  expect(methods).toEqual(["unstable.admins.listAdmins"]);
  expect(requests).toEqual(["/admins"]);
});

it("gives the raw response beside the data", async () => {
  const wrapped = wrapMethods(sdk({ id: "5" }).client, (call) => call.proceed());
  const { data, rawResponse } = await wrapped.admins.find({ admin_id: 5 }).withRawResponse();
  expect(data).toEqual({ id: "5" });
  expect(rawResponse.status).toBe(200);
});

it("gives the response of the request beside what the interceptor answers in place of its data", async () => {
  const wrapped = wrapMethods(sdk({ id: "5" }).client, async (call) => {
    return AnswerPart.of(await call.proceed(), { id: "other" });
  });
  const { data, rawResponse } = await wrapped.admins.find({ admin_id: 5 }).withRawResponse();
  expect(data).toEqual({ id: "other" });
  expect(rawResponse.status).toBe(200);
});

it("gives no raw response when the interceptor rejects after the request", async () => {
  const wrapped = wrapMethods(sdk({ id: "5" }).client, async (call) => {
    await call.proceed();
    throw new Error("no");
  });
  await expect(wrapped.admins.find({ admin_id: 5 }).withRawResponse()).rejects.toThrow("no");
});

it("gives the same answer with its response however often it is asked, as the SDK does", async () => {
  const call = wrapMethods(sdk({ id: "5" }).client, (each) => each.proceed()).admins.find({
    admin_id: 5,
  });
  expect(await call.withRawResponse()).toBe(await call.withRawResponse());
});

it("gives beside a page the response that it came with, turned or not", async () => {
  const { client } = sdk(FIRST, LAST, FIRST, LAST);
  for (const wrapped of [
    wrapMethods(client, (call) => call.proceed()),
    wrapMethods(client, async (call) => {
      const content = { data: [], response: {}, rawResponse: undefined };
      return AnswerPart.of(await call.proceed(), content);
    }),
  ]) {
    const call = wrapped.contacts.list();
    const page = await call;
    const came = await withResponse(call);
    await page.getNextPage();
    expect(came).toHaveProperty("status", 200);
    expect(await withResponse(call)).toBe(came);
  }
});

it("keeps nothing of an answer that is not shown, however long its promise is kept", async () => {
  const withheld: WeakRef<object>[] = [];
  const noted = (answer: unknown): void => {
    if (typeof answer === "object" && answer !== null) withheld.push(new WeakRef(answer));
  };
  const cutting = wrapMethods(sdk({ id: "5", email: "ada@example.com" }).client, async (call) => {
    const answer = await call.proceed();
    noted(answer);
    return AnswerPart.of(answer, { id: "5" });
  });
  const refusing = wrapMethods(sdk({ id: "5", email: "ada@example.com" }).client, async (call) => {
    noted(await call.proceed());
    throw new Error("no");
  });
  const kept = [cutting.admins.find({ admin_id: 5 }), refusing.admins.find({ admin_id: 5 })];
  await Promise.allSettled(kept);
  await collectGarbage();
  expect(withheld.map((ref) => ref.deref())).toEqual([undefined, undefined]);
  expect(await kept[0]).toEqual({ id: "5" });
});

it("may give something else for a request that failed", async () => {
  const { client } = sdk();
  const unhandled: unknown[] = [];
  const hear = (reason: unknown): void => void unhandled.push(reason);
  process.on("unhandledRejection", hear);
  const wrapped = wrapMethods(client, async (call) => {
    const failed = await call.proceed().catch(() => "failed");
    return AnswerPart.of(failed, { id: "other" });
  });
  const call = wrapped.admins.find({ admin_id: 5 });
  expect(await call).toEqual({ id: "other" });
  await new Promise((resolve) => setImmediate(resolve));
  process.off("unhandledRejection", hear);
  expect(unhandled).toEqual([]);
  await expect(call.withRawResponse()).rejects.toThrow();
});

it("answers no page whose rows are no list: the SDK's own would turn without anybody asking", async () => {
  for (const data of [{ x: 1 }, "rows", 5]) {
    const { client, requests } = sdk({ ...FIRST, data }, LAST);
    const wrapped = wrapMethods(client, (call) => call.proceed());
    await expect(wrapped.contacts.list()).rejects.toMatchObject({
      code: "ERR_RBAC_INTERCOM_FAILED",
      reason: "answer-invalid",
    });
    expect(requests).toEqual(["/contacts"]);
  }
});

it("takes catch and finally as any promise does", async () => {
  const failing = wrapMethods(sdk().client, () => Promise.reject(new Error("no")));
  expect(await failing.admins.list().catch(() => "caught")).toBe("caught");
  let done = false;
  const answering = wrapMethods(sdk({ id: "5" }).client, (call) => call.proceed());
  const settled = answering.admins.find({ admin_id: 5 }).finally(() => {
    done = true;
  });
  expect(await settled).toEqual({ id: "5" });
  expect(done).toBe(true);
});

it("passes further pages through the interceptor, asked for or iterated over", async () => {
  for (const how of ["asked for", "iterated over"]) {
    const { client, requests } = sdk(FIRST, LAST);
    const seen: [string, boolean][] = [];
    const wrapped = wrapMethods(client, (call) => {
      seen.push([call.method, call.nextPage]);
      return call.proceed();
    });
    const page = await wrapped.contacts.list();
    const ids: string[] = [];
    if (how === "iterated over") for await (const { id } of page) ids.push(id);
    else {
      ids.push(...page.data.map(({ id }) => id));
      expect(page.hasNextPage()).toBe(true);
      expect(await page.getNextPage()).toBe(page);
      ids.push(...page.data.map(({ id }) => id));
    }
    expect(ids).toEqual(["a", "b"]);
    expect(page.hasNextPage()).toBe(false);
    expect(page.response).toEqual(LAST);
    expect(page.rawResponse.status).toBe(200);
    expect(requests).toEqual(["/contacts", "/contacts"]);
    expect(seen).toEqual([
      ["contacts.list", false],
      ["contacts.list", true],
    ]);
  }
});

it("asks for no further page when the interceptor rejects", async () => {
  const { client, requests } = sdk(FIRST, LAST);
  const wrapped = wrapMethods(client, (call) =>
    call.nextPage ? Promise.reject(new Error("no")) : call.proceed(),
  );
  const page = await wrapped.contacts.list();
  await expect(page.getNextPage()).rejects.toThrow("no");
  expect(page.data).toEqual([{ id: "a" }]);
  expect(requests).toEqual(["/contacts"]);
});

it("shows of a page what the interceptor answers, and turns it all the same", async () => {
  const { client, requests } = sdk(FIRST, LAST);
  const wrapped = wrapMethods(client, async (call) => {
    const content = { data: [], response: { type: "list" }, rawResponse: undefined };
    return AnswerPart.of(await call.proceed(), content);
  });
  const page = await wrapped.contacts.list();
  expect(page.data).toEqual([]);
  expect(page.response).toEqual({ type: "list" });
  await page.getNextPage();
  expect(page.data).toEqual([]);
  expect(page.hasNextPage()).toBe(false);
  expect(requests).toEqual(["/contacts", "/contacts"]);
});

it("takes nothing but a page for a next page", async () => {
  const wrapped = wrapMethods(sdk(FIRST, LAST).client, async (call) => {
    const answer = await call.proceed();
    return call.nextPage ? undefined : answer;
  });
  const page = await wrapped.contacts.list();
  await expect(page.getNextPage()).rejects.toThrow(TypeError);
  expect(page.data).toEqual([{ id: "a" }]);
});

it("tells of a next page what the first was sent with", async () => {
  const sent = [{ per_page: 1 }];
  const seen: (readonly unknown[])[] = [];
  const wrapped = wrapMethods(sdk(FIRST, LAST).client, (call) => {
    seen.push(call.args);
    return call.proceed(call.nextPage ? undefined : sent);
  });
  const asked = { per_page: 2 };
  const page = await wrapped.contacts.list(asked);
  await page.getNextPage();
  expect(seen[0]?.[0]).toBe(asked);
  expect(seen[1]).toBe(sent);
});

it("passes a client that is wrapped twice through both interceptors, the outer first", async () => {
  const { client } = sdk(FIRST, LAST);
  const order: string[] = [];
  const through = (name: string) => (call: ClientCall) => {
    order.push(call.nextPage ? `${name}, next page` : name);
    return call.proceed();
  };
  const wrapped = wrapMethods(wrapMethods(client, through("inner")), through("outer"));
  const page = await wrapped.contacts.list();
  await page.getNextPage();
  expect(order).toEqual(["outer", "inner", "outer, next page", "inner, next page"]);
});

it("is an IntercomClient, its methods the same each time", () => {
  const wrapped = wrapMethods(sdk().client, (call) => call.proceed());
  expect(wrapped).toBeInstanceOf(IntercomClient);
  expect(wrapped.admins.list).toBe(wrapped.admins.list);
});

it("keeps the SDK's internals out of reach", () => {
  const { client, requests } = sdk({});
  const wrapped = wrapMethods(client, () => Promise.reject(new Error("no")));
  for (const level of [wrapped, wrapped.admins, wrapped.unstable]) {
    for (const name of ["_options", "_admins", "__list"]) {
      expect(Reflect.get(level, name)).toBeUndefined();
      expect(Reflect.getOwnPropertyDescriptor(level, name)).toBeUndefined();
    }
    expect(Reflect.ownKeys(level)).toEqual([]);
  }
  const list: unknown = Reflect.get(Object.getPrototypeOf(wrapped.admins), "list");
  if (typeof list !== "function") throw new Error("admins.list is gone");
  expect(() => Reflect.apply(list, wrapped.admins, [])).toThrow(TypeError);
  expect(requests).toEqual([]);
});

it("says so of the SDK's internals where it is told how", () => {
  const wrapped = wrapMethods(
    sdk().client,
    (call) => call.proceed(),
    (where) => {
      throw new Error(`no ${where}`);
    },
  );
  expect(() => Reflect.get(wrapped, "_options")).toThrow("no _options");
  expect(() => Reflect.get(wrapped.admins, "__list")).toThrow("no admins.__list");
});

it("lets nothing be set", () => {
  const wrapped = wrapMethods(sdk().client, (call) => call.proceed());
  expect(Reflect.set(wrapped, "admins", {})).toBe(false);
  expect(Reflect.set(wrapped.admins, "list", () => [])).toBe(false);
  expect(Reflect.defineProperty(wrapped, "extra", { value: 1 })).toBe(false);
  expect(Reflect.setPrototypeOf(wrapped, null)).toBe(false);
});

it("LEAK-01 shows no token to whoever prints the client", async () => {
  const wrapped = wrapMethods(sdk({}, {}).client, (call) => call.proceed());
  await wrapped.admins.list();
  const options = { depth: 9, showHidden: true, showProxy: true };
  for (const value of [wrapped, wrapped.admins, wrapped.admins.list(), wrapped.unstable]) {
    expect(inspect(value)).not.toContain(TOKEN);
    expect(inspect(value, { ...options, showProxy: false })).not.toContain(TOKEN);
    expect(JSON.stringify(value) ?? "").not.toContain(TOKEN);
  }
});
