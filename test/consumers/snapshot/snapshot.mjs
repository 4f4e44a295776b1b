// Runs where core is installed and nothing that core depends on is: node snapshot.mjs <snapshot.json>
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const snapshotJson = JSON.parse(readFileSync(process.argv[2], "utf8"));

// The control: the whole of core does need its dependencies, and they are not to be found here.
await assert.rejects(import("@intercom-rbac/core"), { code: "ERR_MODULE_NOT_FOUND" });
assert.throws(() => require("@intercom-rbac/core"), { code: "MODULE_NOT_FOUND" });

const builds = [
  await import("@intercom-rbac/core/snapshot"),
  require("@intercom-rbac/core/snapshot"),
];
for (const { readSnapshot } of builds) {
  const snapshot = readSnapshot(snapshotJson);
  assert.equal(snapshot.can("contacts:read"), true);
  assert.equal(snapshot.can("contacts:delete"), false);
  assert.equal(snapshot.can("conversations:reply"), false);
  assert.equal(snapshot.can("conversations:reply", { assigneeId: "bob" }), true);
  assert.equal(snapshot.can("conversations:reply", { assigneeId: "ana" }), false);
}
console.log("snapshot entry without zod and @casl/ability: read by both builds");
