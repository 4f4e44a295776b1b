import { definePolicy, intercomCatalogue, isRbacError, parsePolicy } from "@intercom-rbac/core";
import fc from "fast-check";
import { expect, it } from "vitest";
import { guardClient } from "../../src/guard/guard-client.ts";
import { callMethod } from "./call-method.ts";
import { countingServer } from "./counting-server.ts";
import { methodCases } from "./method-cases.ts";

const server = countingServer();

const { permissions } = definePolicy({ permissions: intercomCatalogue, roles: {} });
const ROLES = ["a", "b", "c"] as const;
const roleNames = fc.subarray([...ROLES, "unknown"]);

/** True when the call went through, false when it was denied; anything else is a failure. */
async function sends(call: Promise<unknown>): Promise<boolean> {
  try {
    await call;
    return true;
  } catch (error) {
    if (isRbacError(error) && error.code === "ERR_RBAC_PERMISSION_DENIED") return false;
    throw error;
  }
}

it("sends a call if and only if the policy allows its permission", async () => {
  const names = fc.subarray([...permissions]);
  const role = fc.record({ can: names, cannot: fc.subarray([...permissions], { maxLength: 3 }) });
  await fc.assert(
    fc.asyncProperty(
      fc.record({ a: role, b: role, c: role }),
      roleNames,
      fc.subarray([...methodCases], { minLength: 1, maxLength: 20 }),
      fc.boolean(),
      async (roles, held, cases, later) => {
        const policy = definePolicy({ permissions: intercomCatalogue, roles });
        const principal = { id: "1", roles: held };
        const guarded = guardClient(server.client, {
          policy,
          principal: later ? () => Promise.resolve(principal) : principal,
        });
        for (const { name, demands, args, line } of cases) {
          const before = server.came.length;
          const allowed = demands.every((permission) => policy.can(principal, permission));
          expect(await sends(callMethod(guarded, name, ...args))).toBe(allowed);
          expect(server.lines().slice(before)).toEqual(allowed ? [line] : []);
        }
      },
    ),
    { numRuns: 60 },
  );
});

const conversations = methodCases.filter(
  ({ name, permission, line }) =>
    name.startsWith("conversations.") &&
    permission.startsWith("conversations:") &&
    line.includes("conversation_id-7") &&
    !line.startsWith("GET "),
);
const contacts = methodCases.filter(({ name }) => name === "contacts.update");

it("sends a write if and only if the policy allows it of the row and of the fields", async () => {
  const names = [...new Set([...conversations, ...contacts].map(({ permission }) => permission))];
  const row = fc.record(
    { admin_assignee_id: fc.constantFrom(1, 2, "1", null), open: fc.boolean() },
    { requiredKeys: [] },
  );
  const when = fc.constantFrom(
    undefined,
    { admin_assignee_id: { $principal: "adminId" } },
    { open: true },
    { admin_assignee_id: { $ne: 2 }, open: { $exists: true } },
    { admin_assignee_id: null },
  );
  const fields = fc.constantFrom(undefined, ["name"], ["name", "phone"]);
  const rule = fc
    .record({ permission: fc.subarray(names, { minLength: 1 }), when, fields })
    .map(({ permission, ...limits }) => ({
      permission,
      ...(limits.when === undefined ? {} : { when: limits.when }),
      ...(limits.fields === undefined ? {} : { fields: limits.fields }),
    }));
  const role = fc.record({
    can: fc.array(rule, { maxLength: 3 }),
    cannot: fc.array(rule, { maxLength: 1 }),
  });
  const body = fc.record(
    { name: fc.constant("Ann"), phone: fc.constant("1"), email: fc.constant("e") },
    { requiredKeys: [] },
  );
  await fc.assert(
    fc.asyncProperty(
      fc.record({ a: role, b: role, c: role }),
      roleNames,
      row,
      body,
      fc.constantFrom(...conversations, ...contacts),
      async (roles, held, found, set, { name, permission, args, line }) => {
        const policy = parsePolicy({ version: 1, permissions: intercomCatalogue, roles });
        const principal = { id: "1", roles: held, adminId: 1 };
        for (const [kind, id] of [
          ["conversations", "conversation_id-7"],
          ["contacts", "contact_id-7"],
        ] as const) {
          server.answer(`GET /${kind}/${id}`, { id, ...found });
        }
        const isUpdate = name === "contacts.update";
        const given = isUpdate ? [{ contact_id: "contact_id-7", ...set }] : args;
        const before = server.came.length;
        const sent = await sends(
          callMethod(guardClient(server.client, { policy, principal }), name, ...given),
        );
        const allowed = policy.can(principal, permission, found, {
          fields: isUpdate ? Object.keys(set) : undefined,
        });
        expect(sent).toBe(allowed);
        const lines = server.lines().slice(before);
        expect(lines.filter((one) => !one.startsWith("GET "))).toEqual(allowed ? [line] : []);
      },
    ),
    { numRuns: 400 },
  );
});
