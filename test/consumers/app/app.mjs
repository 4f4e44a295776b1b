// The app of a JavaScript project with ES modules.
import { definePolicy, principal } from "@intercom-rbac/core";
import { createRbac, describeRoutes } from "@intercom-rbac/express";
import express from "express";

const conversations = new Map([
  ["c1", { id: "c1", assigneeId: "ana" }],
  ["c2", { id: "c2", assigneeId: "olga" }],
]);
const people = new Map([
  ["ana", { id: "ana", roles: ["agent"] }],
  ["olga", { id: "olga", roles: ["owner"] }],
]);

export const policy = definePolicy({
  permissions: { contacts: ["read", "delete"], conversations: ["read", "reply"] },
  roles: {
    agent: {
      can: [
        "contacts:read",
        {
          permission: ["conversations:read", "conversations:reply"],
          when: { assigneeId: principal("id") },
        },
      ],
    },
    owner: { can: ["*"] },
  },
});

const { requirePermission, rbac, handler, errorHandler, publicRoute } = createRbac({
  policy,
  principal: (req) => people.get(req.get("x-user")),
});

export const app = express();
app.get("/health", publicRoute("load balancer"), (_req, res) => {
  res.json({ ok: true });
});
app.delete("/contacts/:id", requirePermission("contacts:delete"), (req, res) => {
  res.json({ deleted: req.params.id });
});
app.post(
  "/contacts/:id/merge",
  requirePermission("contacts:read"),
  // Rejects, which Express 4 would not notice by itself.
  handler(async (req, res) => {
    req.rbac.authorize("contacts:delete");
    res.json({ merged: true });
  }),
);
app.get("/conversations", requirePermission("conversations:read", { list: true }), (req, res) => {
  res.json(rbac(req).filter("conversations:read", [...conversations.values()]));
});
const replying = requirePermission("conversations:reply", {
  resource: (req) => conversations.get(req.params.id),
});
app.post("/conversations/:id/reply", replying, (req, res) => {
  const { assigneeId } = replying.of(req).resource;
  res.json({ repliedTo: req.params.id, assigneeId });
});
app.use(errorHandler());

export { createRbac };
export const routes = describeRoutes(app);
