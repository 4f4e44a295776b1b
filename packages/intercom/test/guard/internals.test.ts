import { inspect } from "node:util";
import { intercomPolicy } from "@intercom-rbac/core";
import { IntercomClient } from "intercom-client";
import { describe, expect, it } from "vitest";
import { createIntercomClient } from "../../src/client/create-intercom-client.ts";
import { guardClient } from "../../src/guard/guard-client.ts";
import { callMethod, refusal } from "./call-method.ts";
import { baseUrlOf, countingServer, TOKEN } from "./counting-server.ts";
import { installedMethods } from "./sdk-walk.ts";

const server = countingServer();
const owner = { id: "1", roles: ["owner"] };
const guard = (client: IntercomClient) =>
  guardClient(client, { policy: intercomPolicy, principal: owner });
const guarded = () => guard(server.client);
const MISUSED = { code: "ERR_RBAC_GUARD_MISUSED" };

function thrown(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  throw new Error("nothing was thrown");
}

/** Every object that can be reached from one by its properties, its prototypes' and its functions' included. */
function reachable(from: object, seen: Set<object> = new Set()): Set<object> {
  if (seen.has(from)) return seen;
  seen.add(from);
  const next: unknown[] = [Object.getPrototypeOf(from)];
  for (const key of Reflect.ownKeys(from)) {
    const { value, get, set } = Reflect.getOwnPropertyDescriptor(from, key) ?? {};
    next.push(value, get, set);
  }
  for (const value of next) {
    if ((typeof value === "object" && value !== null) || typeof value === "function") {
      reachable(value, seen);
    }
  }
  return seen;
}

describe("the methods that no permission covers", () => {
  const refused = installedMethods().filter(
    (name) => name.startsWith("unstable.") || name.startsWith("customChannelEvents."),
  );

  it("are refused to the owner as well, each by its name, and nothing is sent", async () => {
    expect(refused).toHaveLength(162);
    for (const name of refused) {
      const error = await refusal(callMethod(guarded(), name, { id: "1" }));
      expect(error).toMatchObject(MISUSED);
      expect(String(error)).toContain(`${name} is refused on a guarded client: `);
    }
    expect(server.lines()).toEqual([]);
  });

  it("are those that an update of the SDK would add, too", async () => {
    class Later extends IntercomClient {
      ping(): Promise<string> {
        return Promise.resolve("pong");
      }
      readonly later = { find: () => Promise.resolve("found") };
    }
    const later = guard(new Later({ token: TOKEN }));
    for (const name of ["ping", "later.find"]) {
      expect(await refusal(callMethod(later, name))).toMatchObject({
        ...MISUSED,
        message: `${name} is refused on a guarded client: this version of the package does not know the method. Call it on the client itself where nobody's roles matter.`,
      });
    }
  });
});

describe("the SDK's internals", () => {
  it("are out of reach by name, and the name is said", () => {
    const levels: [string, object][] = [
      ["", guarded()],
      ["contacts.", guarded().contacts],
      ["helpCenters.collections.", guarded().helpCenters.collections],
      ["unstable.", guarded().unstable],
      ["customChannelEvents.", guarded().customChannelEvents],
    ];
    for (const [path, level] of levels) {
      for (const name of ["_options", "_contacts", "__list", "__find", "_"]) {
        expect(thrown(() => Reflect.get(level, name))).toMatchObject({
          ...MISUSED,
          message: `${path}${name} is out of reach on a guarded client: it belongs to the SDK's internals.`,
        });
        expect(Reflect.getOwnPropertyDescriptor(level, name)).toBeUndefined();
        expect(Object.hasOwn(level, name)).toBe(false);
      }
      expect(Reflect.ownKeys(level)).toEqual([]);
      expect(Object.keys(level)).toEqual([]);
      expect(JSON.stringify(level)).toBe("{}");
      expect({ ...level }).toEqual({});
    }
  });

  it("are out of reach by walking whatever is reachable", async () => {
    await guarded().contacts.list();
    const page = await guarded().contacts.list();
    const promise = guarded().admins.list();
    await promise;
    const { data, rawResponse } = await guarded().admins.list().withRawResponse();
    const client = guarded();
    const roots = [
      client,
      client.contacts,
      client.contacts.find,
      client.unstable.contacts,
      page,
      promise,
      data,
      rawResponse,
    ];
    for (const root of roots) {
      for (const found of reachable(root)) {
        expect(Object.hasOwn(found, "_options")).toBe(false);
        expect(Object.hasOwn(found, "authProvider")).toBe(false);
      }
    }
  });

  it("LEAK-01 are out of sight of whoever prints it", async () => {
    const client = guarded();
    await client.contacts.find({ contact_id: "c" });
    const values: unknown[] = [
      client,
      client.contacts,
      client.unstable,
      client.contacts.find,
      client.contacts.find({ contact_id: "c" }),
      await client.contacts.list(),
      await refusal(callMethod(client, "unstable.contacts.showContact")),
      { nested: [client] },
    ];
    for (const value of values) {
      for (const showProxy of [true, false]) {
        for (const getters of [true, false]) {
          const shown = inspect(value, { showHidden: true, depth: 20, showProxy, getters });
          expect(shown).not.toContain(TOKEN);
          expect(shown).not.toContain("authProvider");
        }
      }
      expect(String(JSON.stringify(value))).not.toContain(TOKEN);
    }
  });

  it("are not lent to the SDK's own methods by calling them on the guarded client", async () => {
    const { prototype } = IntercomClient;
    const getter = Reflect.getOwnPropertyDescriptor(prototype, "contacts")?.get;
    if (getter === undefined) throw new Error("IntercomClient.contacts is gone");
    expect(thrown(() => Reflect.apply(getter, guarded(), []))).toMatchObject(MISUSED);
    const contacts: object = Object.getPrototypeOf(guarded().contacts);
    for (const name of ["find", "delete", "list", "__delete"]) {
      const method: unknown = Reflect.get(contacts, name);
      if (typeof method !== "function") throw new Error(`contacts.${name} is gone`);
      const call = async (): Promise<unknown> =>
        Reflect.apply(method, guarded().contacts, [{ contact_id: "c" }]);
      expect(await refusal(call())).toBeInstanceOf(Error);
    }
    expect(server.lines()).toEqual([]);
  });

  it("are not lent to methods by calling them on something else", async () => {
    const nobody = guardClient(server.client, { policy: intercomPolicy, principal: null });
    const { find } = nobody.contacts;
    for (const holder of [server.client.contacts, undefined, {}, guarded().contacts]) {
      const error = await refusal(
        Promise.resolve<unknown>(Reflect.apply(find, holder, [{ contact_id: "c" }])),
      );
      expect(error).toMatchObject({ code: "ERR_RBAC_PERMISSION_DENIED" });
    }
    expect(server.lines()).toEqual([]);
  });
});

describe("a guarded client", () => {
  it("cannot be changed", () => {
    const client = guarded();
    const open = () => Promise.resolve({});
    for (const level of [client, client.contacts]) {
      expect(Reflect.set(level, "contacts", {})).toBe(false);
      expect(Reflect.set(level, "find", open)).toBe(false);
      expect(Reflect.defineProperty(level, "find", { value: open })).toBe(false);
      expect(Reflect.deleteProperty(level, "find") && typeof client.contacts.find).toBe("function");
      expect(Reflect.setPrototypeOf(level, {})).toBe(false);
      expect(Object.isFrozen(level)).toBe(true);
    }
  });

  it("is an IntercomClient, and no promise", async () => {
    const client = guarded();
    expect(client).toBeInstanceOf(IntercomClient);
    expect(Reflect.get(client, "then")).toBeUndefined();
    expect(await Promise.resolve(client)).toBe(client);
    expect(String(client)).toBe("[object Object]");
    expect(Reflect.get(client, Symbol.iterator)).toBeUndefined();
    expect(Reflect.get(client, "contact")).toBeUndefined();
  });

  it("has the same methods each time", () => {
    const client = guarded();
    expect(client.contacts).toBe(client.contacts);
    expect(client.contacts.find).toBe(client.contacts.find);
  });

  it("may be made of one that types its errors, or of one that is guarded already", async () => {
    const typed = createIntercomClient({ token: TOKEN, baseUrl: baseUrlOf(server.client) });
    await guard(typed).contacts.find({ contact_id: "c" });
    const nobody = guardClient(server.client, { policy: intercomPolicy, principal: null });
    await refusal(guard(nobody).contacts.find({ contact_id: "c" }));
    await guard(guard(server.client)).contacts.find({ contact_id: "d" });
    expect(server.lines()).toEqual(["GET /contacts/c", "GET /contacts/d"]);
  });
});
