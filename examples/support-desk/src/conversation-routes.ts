import type { Request } from "express";
import { Router } from "express";
import { handler, rbac, requirePermission } from "./access.ts";
import type { Conversation, Desk } from "./data.ts";
import { textIn, textsIn } from "./request-body.ts";

export function conversationRoutes({ conversations }: Desk): Router {
  const router = Router();
  const requested = (req: Request<{ id: string }>): Conversation | undefined =>
    conversations.get(req.params.id);
  const save = (conversation: Conversation): Conversation => {
    conversations.set(conversation.id, conversation);
    return conversation;
  };

  // Many rows: the guard asks whether there could be one to read, and the handler keeps those that may be read.
  router.get("/", requirePermission("conversations:read", { list: true }), (req, res) => {
    res.json(rbac(req).filter("conversations:read", [...conversations.values()]));
  });

  // Whoever may not read a conversation does not learn that there is one.
  const reading = requirePermission("conversations:read", { resource: requested, maskAs404: true });
  router.get("/:id", reading, (req, res) => {
    res.json(reading.of(req).resource);
  });

  const replying = requirePermission(
    { all: ["conversations:read", "conversations:reply"] },
    { resource: requested, maskAs404: true },
  );
  router.post("/:id/replies", replying, (req, res) => {
    const { resource: conversation, principal } = replying.of(req);
    const reply = { from: principal.id, text: textIn(req, "text") };
    res.status(201).json(save({ ...conversation, replies: [...conversation.replies, reply] }));
  });

  const assigning = requirePermission("conversations:assign", { resource: requested });
  router.put("/:id/assignee", assigning, (req, res) => {
    res.json(save({ ...assigning.of(req).resource, assigneeId: textIn(req, "assigneeId") }));
  });

  const closing = requirePermission("conversations:close", { resource: requested });
  router.post("/:id/close", closing, (req, res) => {
    res.json(save({ ...closing.of(req).resource, state: "closed" }));
  });

  // The body names the rows, so the handler decides: on all of them before it changes one. What `authorize` throws
  // is answered by `errorHandler`, as a guard would have answered.
  router.post(
    "/close",
    requirePermission("conversations:close", { list: true }),
    handler((req, res) => {
      const rows = textsIn(req, "ids").flatMap((id) => conversations.get(id) ?? []);
      for (const row of rows) req.rbac.authorize("conversations:close", row);
      res.json(rows.map((row) => save({ ...row, state: "closed" }).id));
    }),
  );

  return router;
}
