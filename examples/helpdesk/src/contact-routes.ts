import { Router } from "express";
import type { Desk } from "./desk.ts";

export function contactRoutes({ access, sdk }: Desk): Router {
  const { requirePermission } = access;
  const router = Router();

  router.get("/", requirePermission("contacts:read"), async (req, res) => {
    const page = await (await sdk(req)).contacts.list();
    res.json(page.data.map(({ id, name }) => ({ id, name })));
  });

  router.delete("/:id", requirePermission("contacts:delete"), async (req, res) => {
    await (await sdk(req)).contacts.delete({ contact_id: String(req.params["id"]) });
    res.status(204).end();
  });

  return router;
}
