import { expectPolicy } from "../src/index.ts";
import { typePolicy } from "./support/type-policy.ts";

const ada = { id: "7", roles: ["agent"], teamId: "t" };
const row = { assigneeId: "7", teamId: "t" };

expectPolicy(typePolicy).toAllow("agent", "contacts:read");
expectPolicy(typePolicy).toAllow(ada, "conversations:reply", row, { fields: ["teamId"] });
expectPolicy(typePolicy).toDeny(null, "contacts:read", undefined, { because: "unauthenticated" });
expectPolicy(typePolicy).not.toDeny("owner", "contacts:delete");
expectPolicy(typePolicy).toPermitOnly("agent", ["contacts:read", "conversations:reply if"]);
expectPolicy(typePolicy).toMatchMatrix("| permission | agent |");
expectPolicy(typePolicy).toMatchMatrix({ agent: { "contacts:read": "allow" } });
expectPolicy(typePolicy).toMatchMatrix(typePolicy.matrix().toJSON());

// @ts-expect-error misspelt role
expectPolicy(typePolicy).toAllow("agnet", "contacts:read");
// @ts-expect-error misspelt role after .not
expectPolicy(typePolicy).not.toAllow("agnet", "contacts:read");
// @ts-expect-error misspelt permission
expectPolicy(typePolicy).toDeny("agent", "contact:read");
// @ts-expect-error principal without its declared attribute
expectPolicy(typePolicy).toAllow({ id: "7", roles: ["agent"] }, "contacts:read");
// @ts-expect-error undefined is nobody only by accident: null says it
expectPolicy(typePolicy).toDeny(undefined, "contacts:read");
// @ts-expect-error row without a declared field
expectPolicy(typePolicy).toAllow("agent", "conversations:reply", { assigneeId: "7" });
// @ts-expect-error options where the row goes
expectPolicy(typePolicy).toDeny("agent", "conversations:reply", { because: "condition_not_met" });
expectPolicy(typePolicy).toDeny("agent", "contacts:delete", undefined, {
  // @ts-expect-error misspelt code
  because: "permission_mising",
});
// @ts-expect-error nothing is denied because it is granted
expectPolicy(typePolicy).toDeny("agent", "contacts:delete", undefined, { because: "granted" });
expectPolicy(typePolicy).toAllow("owner", "contacts:delete", undefined, {
  // @ts-expect-error an allowed check has no refusal's code
  because: "scope_missing",
});
// @ts-expect-error misspelt field
expectPolicy(typePolicy).toAllow("owner", "conversations:reply", row, { fields: ["assignee"] });
// @ts-expect-error misspelt permission in the list
expectPolicy(typePolicy).toPermitOnly("agent", ["contacts:raed"]);
// @ts-expect-error misspelt conditional permission
expectPolicy(typePolicy).toPermitOnly("agent", ["conversations:replay if"]);
// @ts-expect-error another word than the matrix has
expectPolicy(typePolicy).toPermitOnly("agent", ["conversations:reply when"]);
// @ts-expect-error misspelt role in the table
expectPolicy(typePolicy).toMatchMatrix({ agnet: { "contacts:read": "allow" } });
// @ts-expect-error a cell is a word
expectPolicy(typePolicy).toMatchMatrix({ agent: { "contacts:read": true } });
