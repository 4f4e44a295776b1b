import { intercomPolicy } from "@intercom-rbac/core";
import { describe, expect, it } from "vitest";
import { callMethod, guardUntyped, refusal } from "./call-method.ts";
import { countingServer } from "./counting-server.ts";

const server = countingServer();

/** A policy of the app's own making, which answers this to whatever it is asked. */
const answering = (can: unknown, decision: unknown) =>
  guardUntyped(server.client, {
    policy: {
      permissions: intercomPolicy.permissions,
      can: () => can,
      decide: () => decision,
      filter: () => [],
      toJSON: () => intercomPolicy.toJSON(),
    },
    principal: { id: "1", roles: [] },
  });

const refusing = {
  allowed: false,
  permission: "contacts:delete",
  code: "permission_missing",
  layer: "role",
  roles: [],
  policyVersion: "1",
};

describe("a policy of the app's own making", () => {
  it.each([["yes"], [1], [{}], [Promise.resolve(true)], [Promise.resolve(false)]])(
    "allows nothing by what is true enough: %s",
    async (can) => {
      const guarded = answering(can, refusing);
      for (const method of ["contacts.delete", "contacts.update", "contacts.find"]) {
        const error = await refusal(callMethod(guarded, method, { contact_id: "c" }));
        expect(error).toMatchObject({ code: "ERR_RBAC_PERMISSION_DENIED" });
      }
      expect(server.lines()).toEqual([]);
    },
  );

  it.each([
    [Promise.resolve({ ...refusing, allowed: true })],
    [{ ...refusing, allowed: "yes" }],
    [{ ...refusing, allowed: 1 }],
    [true],
    [undefined],
    [null],
  ])("allows nothing by what is no decision: %s", async (decision) => {
    const guarded = answering(false, decision);
    const error = await refusal(callMethod(guarded, "contacts.delete", { contact_id: "c" }));
    expect(error).toMatchObject({ code: "ERR_RBAC_GUARD_MISUSED" });
    expect(server.lines()).toEqual([]);
  });

  it("allows by true", async () => {
    await callMethod(answering(true, refusing), "contacts.delete", { contact_id: "c" });
    expect(server.lines()).toEqual(["DELETE /contacts/c"]);
  });
});
