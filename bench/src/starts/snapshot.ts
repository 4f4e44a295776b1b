// The snapshot entry loaded, a snapshot read, and the first decision taken.
import { readSnapshot } from "@intercom-rbac/core/snapshot";

// What policy.snapshotFor(who) gives for an agent who reads contacts.
const snapshot = readSnapshot({
  version: 1,
  policyVersion: "48084196fb5442f54f9a78cbbf9a948fe16632898ff124febc03aee1f1592149",
  permissions: ["contacts:read", "contacts:delete"],
  answers: { "contacts:read": { grants: [{}] } },
});
if (!snapshot.can("contacts:read")) throw new Error("refused");
console.log(performance.now());
