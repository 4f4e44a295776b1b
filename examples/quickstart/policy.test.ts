import "@intercom-rbac/testing/vitest";
import request from "supertest";
import { expect, test } from "vitest";
import { app, policy } from "./app.ts";

test("an agent replies to its own conversations and deletes nobody", () => {
  const ana = { id: "ana", roles: ["agent"] };
  expect(policy).toAllow(ana, "conversations:reply", { assigneeId: "ana" });
  expect(policy).toDeny(ana, "conversations:reply", { assigneeId: "olga" });
  expect(policy).toPermitOnly("agent", ["contacts:read", "conversations:reply if"]);
});

test("an agent's DELETE is refused", async () => {
  const response = await request(app).delete("/contacts/p1").set("x-demo-user", "ana");
  expect(response).toBeForbidden({ required: "contacts:delete" });
});

test("the owner's DELETE is done", async () => {
  await request(app).delete("/contacts/p1").set("x-demo-user", "olga").expect(204);
});
