import { publicRoute } from "@intercom-rbac/express";
import { Router } from "express";
import type { Desk } from "./desk.ts";
import { policy } from "./policy.ts";

/** Who is signed in, and what they can do: for the menu of a page. */
export function meRoutes({ teammate }: Desk): Router {
  const router = Router();
  const open = publicRoute("says to whoever is signed in what is theirs, and nothing else");
  router.get("/", open, async (req, res) => {
    const principal = await teammate(req);
    if (principal === null) {
      res.status(401).json({ error: "Unauthorized" });
      return;
    }
    const { id, roles, teamIds } = principal;
    res.json({ id, roles, teamIds, permissions: policy.permissionsOf(principal) });
  });
  return router;
}
