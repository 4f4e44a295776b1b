import type { RoleDirectory } from "@intercom-rbac/core";
import {
  createMemoryAuditSink,
  definePolicy,
  extendPolicy,
  intercomCatalogue,
  intercomPolicy,
} from "@intercom-rbac/core";
import type { Intercom, IntercomClient } from "intercom-client";
import { expectTypeOf } from "vitest";
import { guardClient } from "../../src/guard/guard-client.ts";
import type { SdkMethodName } from "../../src/guard/methods/sdk-method-name.ts";

declare const client: IntercomClient;
declare const directory: RoleDirectory;

const owner = { id: "1", roles: ["owner"] };
const guarded = guardClient(client, { policy: intercomPolicy, principal: owner });

expectTypeOf(guarded).toEqualTypeOf<IntercomClient>();
expectTypeOf(
  guarded.contacts.find({ contact_id: "c" }),
).resolves.toEqualTypeOf<Intercom.ContactsFindResponse>();
expectTypeOf(guarded.contacts.find({ contact_id: "c" }).withRawResponse).toEqualTypeOf<
  ReturnType<IntercomClient["contacts"]["find"]>["withRawResponse"]
>();

// A method of the table is a method of the SDK, nested ones included.
expectTypeOf<"helpCenters.collections.find">().toExtend<SdkMethodName>();
expectTypeOf<"unstable.contacts.showContact">().not.toExtend<SdkMethodName>();
expectTypeOf<"customChannelEvents.notifyNewMessage">().not.toExtend<SdkMethodName>();

guardClient(client, { policy: intercomPolicy, principal: null });
guardClient(client, { policy: intercomPolicy, principal: () => owner });
guardClient(client, { policy: intercomPolicy, principal: () => directory.principal(1003) });
guardClient(client, {
  policy: intercomPolicy,
  principal: owner,
  audit: createMemoryAuditSink(),
  workspaceId: "acme",
  resources: { conversations: (id) => ({ id }), contacts: async () => null },
});

const extended = extendPolicy(intercomPolicy, {
  roles: { steward: { extends: ["admin"], can: ["contacts:delete"] } },
});
guardClient(client, { policy: extended, principal: owner });
guardClient(client, { policy: extended.withRoles([]), principal: owner });

interface Teammate {
  adminId: number;
}
const typed = definePolicy({
  types: {} as { principal: Teammate; rows: { conversations: { admin_assignee_id: number } } },
  permissions: intercomCatalogue,
  roles: {},
});
guardClient(client, { policy: typed, principal: { ...owner, adminId: 1 } });
guardClient(client, {
  policy: typed,
  principal: null,
  resources: { conversations: () => ({ admin_assignee_id: 1 }) },
});
// @ts-expect-error a declared attribute of the principal is missing
guardClient(client, { policy: typed, principal: owner });
guardClient(client, {
  policy: typed,
  principal: null,
  // @ts-expect-error the row is not the one that the policy's conditions speak of
  resources: { conversations: () => ({ admin_assignee_id: "1" }) },
});
// @ts-expect-error whoever acts must be given, if only as null
guardClient(client, { policy: intercomPolicy });
guardClient(client, {
  policy: intercomPolicy,
  principal: null,
  // @ts-expect-error a misspelt resource
  resources: { contact: () => null },
});
// @ts-expect-error a principal is no role
guardClient(client, { policy: intercomPolicy, principal: "owner" });
// @ts-expect-error a misspelt method, as on the client itself
void guarded.contacts.remove;
