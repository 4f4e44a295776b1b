import { definePolicy, intercomCatalogue, intercomPolicy } from "@intercom-rbac/core";
import { describe, expect, it } from "vitest";
import { guardClient } from "../../src/guard/guard-client.ts";
import { guardUntyped, refusal } from "./call-method.ts";
import { countingServer } from "./counting-server.ts";

const server = countingServer();
const OWNER = { id: "1", roles: ["owner"] };
const AGENT = { id: "3", roles: ["agent"] };

const deletion = (principal: unknown) =>
  guardUntyped(server.client, { policy: intercomPolicy, principal }).contacts.delete({
    contact_id: "c",
  });

describe("who acts", () => {
  it("is a principal, or found by a function, at once or later", async () => {
    for (const principal of [OWNER, () => OWNER, async () => OWNER]) await deletion(principal);
    for (const principal of [AGENT, () => AGENT, async () => AGENT]) {
      expect(await refusal(deletion(principal))).toMatchObject({
        code: "ERR_RBAC_PERMISSION_DENIED",
        decision: { code: "permission_missing", permission: "contacts:delete", roles: ["agent"] },
      });
    }
    expect(server.lines()).toEqual(new Array(3).fill("DELETE /contacts/c"));
  });

  it("is asked for anew at every call", async () => {
    let now = OWNER;
    const guarded = guardClient(server.client, { policy: intercomPolicy, principal: () => now });
    await guarded.contacts.delete({ contact_id: "a" });
    now = AGENT;
    await refusal(guarded.contacts.delete({ contact_id: "b" }));
    now = OWNER;
    await guarded.contacts.delete({ contact_id: "c" });
    expect(server.lines()).toEqual(["DELETE /contacts/a", "DELETE /contacts/c"]);
  });

  it.each([null, undefined, {}, { id: "" }, { roles: ["owner"] }])(
    "WHO-01 is nobody: %j",
    async (nobody) => {
      for (const principal of [nobody, () => nobody, async () => nobody]) {
        expect(await refusal(deletion(principal))).toMatchObject({
          code: "ERR_RBAC_PERMISSION_DENIED",
          decision: { code: "unauthenticated" },
        });
      }
      expect(server.lines()).toEqual([]);
    },
  );

  it.each([
    "owner",
    5,
    ["owner"],
    { id: 1, roles: ["owner"] },
    { id: "1", roles: "owner" },
    { id: "1", roles: null },
  ])("WHO-05 is malformed: %j", async (principal) => {
    for (const given of [principal, () => principal, async () => principal]) {
      expect(await refusal(deletion(given))).toMatchObject({ code: "ERR_RBAC_PRINCIPAL_INVALID" });
    }
    expect(server.lines()).toEqual([]);
  });

  it("WHO-05 holds no role by something that reads like one", async () => {
    for (const role of [["owner"], { toString: () => "owner" }]) {
      const error = await refusal(deletion({ id: "1", roles: [role] }));
      expect(error).toBeInstanceOf(Error);
    }
    expect(server.lines()).toEqual([]);
  });

  it("refuses by what went wrong with finding out", async () => {
    const away = new Error("the directory is away");
    const throwing = () => {
      throw away;
    };
    const rejecting = () => Promise.reject(away);
    const getter = Object.defineProperty({ id: "1" }, "roles", { get: throwing, enumerable: true });
    for (const principal of [throwing, rejecting, getter, () => getter]) {
      expect(await refusal(deletion(principal))).toBe(away);
    }
    expect(server.lines()).toEqual([]);
  });

  it("cannot be a promise that somebody forgot to await", async () => {
    await deletion(Promise.resolve(OWNER));
    expect(await refusal(deletion(Promise.resolve(null)))).toMatchObject({
      decision: { code: "unauthenticated" },
    });
    expect(server.lines()).toEqual(["DELETE /contacts/c"]);
  });
});

describe("a plain yes", () => {
  it("begins the request before the call returns", () => {
    let begun = 0;
    const client = Object.create(server.client, {
      contacts: {
        value: {
          find() {
            begun += 1;
            return Promise.resolve({});
          },
        },
      },
    });
    const guarded = guardUntyped(client, { policy: intercomPolicy, principal: () => OWNER });
    void guarded.contacts.find({ contact_id: "c" });
    expect(begun).toBe(1);
  });
});

describe("guardClient", () => {
  const good = { policy: intercomPolicy, principal: OWNER };
  const own = definePolicy({ permissions: { orders: ["ship"] }, roles: {} });
  const tenant = definePolicy({
    permissions: intercomCatalogue,
    roles: {},
    tenant: { row: "workspaceId", principal: "workspaceId" },
  });

  it.each([
    [
      { ...good, principle: OWNER },
      '"principle" (an object) is no option. Did you mean "principal"?',
    ],
    [{ policy: intercomPolicy }, "options.principal is missing."],
    [{ principal: OWNER }, "options.policy must be what definePolicy returned, and is undefined."],
    [
      { ...good, policy: {} },
      "options.policy must be what definePolicy returned, and is an object.",
    ],
    [{ ...good, policy: own }, "options.policy has no permission of the Intercom catalogue."],
    [{ ...good, policy: tenant }, "options.workspaceId is missing."],
    [{ ...good, policy: tenant, workspaceId: "" }, "options.workspaceId is missing."],
    [
      { ...good, audit: {} },
      "options.audit must have a method write(entry), and is an object without one.",
    ],
    [{ ...good, audit: () => {} }, "options.audit must be an object, not a function."],
    [{ ...good, workspaceId: 5 }, "options.workspaceId must be a string, not a number."],
    [
      { ...good, resources: { contact: () => null } },
      'options.resources."contact" is no resource. Did you mean "contacts"?',
    ],
    [
      { ...good, resources: { contacts: "x" } },
      "options.resources.contacts must be a function of an id, not a string.",
    ],
    [undefined, "the options must be an object, not undefined."],
  ])("refuses options %#", (options, message) => {
    expect(() => guardUntyped(server.client, options)).toThrow(
      expect.objectContaining({
        code: "ERR_RBAC_OPTION_INVALID",
        message: expect.stringContaining(`guardClient: ${message}`),
      }),
    );
  });

  it.each([undefined, null, {}, "token"])("refuses what is no client: %j", (client) => {
    expect(() => guardUntyped(client, good)).toThrow("the client must be an IntercomClient");
  });

  it("takes a policy with a part of Intercom's permissions, and says which it lacks", async () => {
    const part = definePolicy({
      permissions: { contacts: ["read"] },
      roles: { owner: { can: ["*"] } },
    });
    const guarded = guardClient(server.client, {
      policy: part,
      principal: OWNER,
      resources: { contacts: undefined },
    });
    await guarded.contacts.find({ contact_id: "c" });
    const error = await refusal(guarded.contacts.delete({ contact_id: "c" }));
    expect(error).toMatchObject({ code: "ERR_RBAC_PERMISSION_UNKNOWN" });
    expect(String(error)).toContain("contacts:delete");
    expect(server.lines()).toEqual(["GET /contacts/c"]);
  });
});
