// Core and adapter loaded, a policy defined, a guard mounted, and the first decision taken.
import { definePolicy } from "@intercom-rbac/core";
import { createRbac } from "@intercom-rbac/express";

const policy = definePolicy({
  permissions: { contacts: ["read", "delete"] },
  roles: { agent: { can: ["contacts:read"] } },
});
const user = { id: "user-7", roles: ["agent"] };
createRbac({ policy, principal: () => user }).requirePermission("contacts:read");
if (!policy.can(user, "contacts:read")) throw new Error("refused");
console.log(performance.now());
