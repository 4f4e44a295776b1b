import type { Request } from "express";
import { Router } from "express";
import { requirePermission } from "./access.ts";
import type { Article, Desk } from "./data.ts";
import { textIn } from "./request-body.ts";

export function articleRoutes({ articles }: Desk): Router {
  const router = Router();
  const requested = (req: Request<{ id: string }>): Article | undefined =>
    articles.get(req.params.id);

  router.get("/", requirePermission("articles:read"), (_req, res) => {
    res.json([...articles.values()]);
  });

  const onDrafts = requirePermission({ any: ["articles:write", "articles:publish"] });
  router.get("/drafts", onDrafts, (_req, res) => {
    res.json([...articles.values()].filter(({ published }) => !published));
  });

  const writing = requirePermission("articles:write", { resource: requested });
  router.put("/:id", writing, (req, res) => {
    const article = { ...writing.of(req).resource, title: textIn(req, "title") };
    articles.set(article.id, article);
    res.json(article);
  });

  const publishing = requirePermission(
    { all: ["articles:write", "articles:publish"] },
    { resource: requested },
  );
  router.post("/:id/publish", publishing, (req, res) => {
    const article = { ...publishing.of(req).resource, published: true };
    articles.set(article.id, article);
    res.json(article);
  });

  return router;
}
