import { definePolicy, principal } from "@intercom-rbac/core";
import { createRbac } from "@intercom-rbac/express";
import express from "express";

export const policy = definePolicy({
  permissions: { contacts: ["read", "delete"], conversations: ["reply"] },
  roles: {
    agent: {
      can: [
        "contacts:read",
        { permission: "conversations:reply", when: { assigneeId: principal("id") } },
      ],
    },
    owner: { can: ["*"] },
  },
});

const users = new Map([
  ["olga", { id: "olga", roles: ["owner"] }],
  ["ana", { id: "ana", roles: ["agent"] }],
]);
const contacts = new Map([["p1", { id: "p1", name: "Grace" }]]);
const conversations = new Map([
  ["c1", { id: "c1", assigneeId: "ana", replies: 0 }],
  ["c2", { id: "c2", assigneeId: "olga", replies: 0 }],
]);

const { requirePermission, errorHandler } = createRbac({
  policy,
  // A real app reads its own session here. Roles come from its records, never from the request.
  principal: (req: express.Request) => users.get(req.get("x-demo-user") ?? ""),
});

export const app = express();
app.get("/contacts", requirePermission("contacts:read"), (_req, res) => {
  res.json([...contacts.values()]);
});
app.delete("/contacts/:id", requirePermission("contacts:delete"), (req, res) => {
  res.sendStatus(contacts.delete(req.params.id) ? 204 : 404);
});

// The rule has a condition, so the guard needs the row. It loads it once; the handler reuses it.
const replying = requirePermission("conversations:reply", {
  resource: (req: express.Request<{ id: string }>) => conversations.get(req.params.id),
});
app.post("/conversations/:id/replies", replying, (req, res) => {
  const conversation = replying.of(req).resource;
  conversation.replies += 1;
  res.status(201).json(conversation);
});

app.use(errorHandler());
// Tests import the app and open a port of their own.
if (!process.env["VITEST"]) {
  app.listen(3000, (error) => {
    if (error) throw error;
    console.log("Listening on http://localhost:3000");
  });
}
