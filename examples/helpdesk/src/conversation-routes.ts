import type { Request } from "express";
import { Router } from "express";
import type { Intercom } from "intercom-client";
import { z } from "zod";
import type { Desk } from "./desk.ts";
import { orMissing } from "./missing.ts";
import { BadRequest, bodyAs } from "./request-body.ts";

const Reply = z.strictObject({ text: z.string().min(1) });
const Handover = z.strictObject({ topic: z.string() });

export function conversationRoutes({ access, sdk, teams }: Desk): Router {
  const { requirePermission } = access;
  const router = Router();
  // Read through the guarded client, which refuses a conversation that the teammate may not read.
  async function requested(
    req: Request<{ id: string }>,
  ): Promise<Intercom.Conversation | undefined> {
    const { conversations } = await sdk(req);
    return orMissing(conversations.find({ conversation_id: req.params.id }));
  }

  // Many rows: the guard asks whether there could be one, and the guarded client hands over those that may be read.
  router.get("/", requirePermission("conversations:read", { list: true }), async (req, res) => {
    const page = await (await sdk(req)).conversations.list();
    res.json(page.data.map(summary));
  });

  const reading = requirePermission("conversations:read", { resource: requested });
  router.get("/:id", reading, (req, res) => {
    res.json(summary(reading.of(req).resource));
  });

  const replying = requirePermission("conversations:reply", { resource: requested });
  router.post("/:id/reply", replying, async (req, res) => {
    const { resource, principal } = replying.of(req);
    const { text } = bodyAs(req, Reply);
    await (await sdk(req)).conversations.reply({
      conversation_id: resource.id,
      body: { message_type: "comment", type: "admin", admin_id: principal.id, body: text },
    });
    res.status(201).json({ repliedTo: resource.id });
  });

  const closing = requirePermission("conversations:close", { resource: requested });
  router.post("/:id/close", closing, async (req, res) => {
    const { resource, principal } = closing.of(req);
    const closed = await (await sdk(req)).conversations.manage({
      conversation_id: resource.id,
      body: { message_type: "close", type: "admin", admin_id: principal.id },
    });
    res.json(summary(closed));
  });

  const handingOver = requirePermission("conversations:assign", { resource: requested });
  router.post("/:id/team", handingOver, async (req, res) => {
    const { resource, principal } = handingOver.of(req);
    const { topic } = bodyAs(req, Handover);
    const routing = await teams(req);
    if (!routing.isTopic(topic)) throw new BadRequest(`topic: one of ${routing.topics.join(", ")}`);
    const result = await routing.route(resource.id, { topic, principal });
    res.status(result.routed ? 200 : 409).json(result.routed ? { team: result.teamId } : result);
  });

  return router;
}

function summary({ id, state, admin_assignee_id, team_assignee_id }: Intercom.Conversation) {
  return { id, state, admin: admin_assignee_id ?? null, team: team_assignee_id ?? null };
}
