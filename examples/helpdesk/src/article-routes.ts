import { Router } from "express";
import { z } from "zod";
import type { Desk } from "./desk.ts";
import { bodyAs } from "./request-body.ts";

const NewArticle = z.strictObject({ title: z.string().min(1), body: z.string() });
const ArticleChange = z.strictObject({ title: z.string().min(1) });

export function articleRoutes({ access, sdk }: Desk): Router {
  const { requirePermission, rbac } = access;
  const router = Router();

  router.get("/", requirePermission("articles:read"), async (req, res) => {
    const page = await (await sdk(req)).articles.list();
    res.json(page.data.map(({ id, title, state }) => ({ id, title, state })));
  });

  router.post("/", requirePermission("articles:write"), async (req, res) => {
    const { adminId } = rbac(req).principal;
    const { title, body } = bodyAs(req, NewArticle);
    const article = await (await sdk(req)).articles.create({
      title,
      body,
      author_id: adminId,
      state: "draft",
    });
    res.status(201).json({ id: article.id, title: article.title });
  });

  router.put("/:id", requirePermission("articles:write"), async (req, res) => {
    const change = bodyAs(req, ArticleChange);
    const article = await (await sdk(req)).articles.update({
      article_id: Number(req.params["id"]),
      ...change,
    });
    res.json({ id: article.id, title: article.title });
  });

  router.delete("/:id", requirePermission("articles:delete"), async (req, res) => {
    await (await sdk(req)).articles.delete({ article_id: Number(req.params["id"]) });
    res.status(204).end();
  });

  return router;
}
