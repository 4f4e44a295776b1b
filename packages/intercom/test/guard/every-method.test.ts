import type { IntercomPermission } from "@intercom-rbac/core";
import { definePolicy, intercomCatalogue, intercomPolicy, isRbacError } from "@intercom-rbac/core";
import { describe, expect, it } from "vitest";
import { guardClient } from "../../src/guard/guard-client.ts";
import { callMethod, refusal } from "./call-method.ts";
import { countingServer } from "./counting-server.ts";
import { methodCases } from "./method-cases.ts";

const server = countingServer();

const NOBODY = { id: "1", roles: [] };
const HOLDER = { id: "2", roles: ["holder"] };
const OTHERS = { id: "3", roles: ["others"] };

/** A policy of two roles: one holds what is demanded alone, the other everything but this permission. */
function policyOf(permission: IntercomPermission, demands: readonly IntercomPermission[]) {
  return definePolicy({
    permissions: intercomCatalogue,
    roles: { holder: { can: demands }, others: { can: ["*"], cannot: [permission] } },
  });
}

describe("each of the 148 methods, on a server that counts", () => {
  it("is 148 methods, two of which split by the body into seven cases", () => {
    expect(new Set(methodCases.map(({ name }) => name)).size).toBe(148);
    expect(methodCases).toHaveLength(146 + 7);
  });

  it.each(methodCases)("$name, $permission", async ({ name, permission, demands, args, line }) => {
    const deniedOf = async (lacking: IntercomPermission, principal: typeof HOLDER | null) => {
      const policy = policyOf(lacking, demands);
      const error = await refusal(
        callMethod(guardClient(server.client, { policy, principal }), name, ...args),
      );
      if (!isRbacError(error) || error.code !== "ERR_RBAC_PERMISSION_DENIED") throw error;
      return error.decision.permission;
    };
    for (const principal of [NOBODY, OTHERS, null]) {
      expect(await deniedOf(permission, principal)).toBe(permission);
    }
    for (const lacking of demands) expect(await deniedOf(lacking, OTHERS)).toBe(lacking);
    expect(server.lines()).toEqual([]);

    const policy = policyOf(permission, demands);
    await callMethod(guardClient(server.client, { policy, principal: HOLDER }), name, ...args);
    expect(server.lines()).toEqual([line]);
  });

  it.each(["POST", "PUT", "DELETE"])("sends a %s once, however it fails", async (verb) => {
    const principal = { id: "1", roles: ["owner"] };
    const guarded = guardClient(server.client, { policy: intercomPolicy, principal });
    const writes = methodCases.filter(({ line, reads }) => line.startsWith(`${verb} `) && !reads);
    for (const { line } of writes) server.answer(line, {}, 503);
    for (const { name, args } of writes) {
      await refusal(callMethod(guarded, name, ...args, { maxRetries: 3 }));
    }
    expect(server.lines()).toEqual(writes.map(({ line }) => line));
  });
});
