import { Router } from "express";
import { requirePermission } from "./access.ts";
import type { Desk } from "./data.ts";
import { textIn } from "./request-body.ts";

export function settingsRoutes(desk: Desk): Router {
  const router = Router();

  router.get("/", requirePermission("settings:read"), (_req, res) => {
    res.json(desk.settings);
  });

  router.put("/", requirePermission("settings:manage"), (req, res) => {
    desk.settings = { officeHours: textIn(req, "officeHours") };
    res.json(desk.settings);
  });

  return router;
}
