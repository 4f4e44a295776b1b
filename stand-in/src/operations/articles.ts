import { z } from "zod";
import type { Operation } from "../operation.ts";
import { ID, ok, operation } from "../operation.ts";
import { CURSOR_QUERY, cutPage } from "../pages.ts";
import { notFound, Refusal } from "../refusal.ts";
import type { ArticleRow, Workspace } from "../workspace.ts";
import { nextNumber, unixNow } from "../workspace.ts";

const READ = ["Read and list articles", "Read and write articles"];
const WRITE = ["Read and write articles"];

const ONE_ARTICLE = z.object({ ids: z.object({ article_id: ID }) });

const FIELDS = {
  title: z.string().min(1).max(255),
  description: z.string().nullish(),
  body: z.string().nullish(),
  author_id: z.number().int(),
  state: z.enum(["published", "draft"]).optional(),
  parent_id: z.coerce.number().int().optional(),
  parent_type: z.enum(["collection", "section"]).optional(),
};

export const articleOperations: readonly Operation[] = [
  operation(
    { method: "GET", path: "/articles", sdk: "articles.list", scopes: READ },
    z.object({ query: CURSOR_QUERY }),
    ({ workspace, query }) => {
      const { rows, ...rest } = cutPage(workspace.articles, query, 25);
      return ok({ type: "list", data: rows.map((row) => toArticle(workspace, row)), ...rest });
    },
  ),
  operation(
    { method: "GET", path: "/articles/search", sdk: "articles.search", scopes: READ },
    z.object({
      query: z.object({
        phrase: z.string().optional(),
        state: z.enum(["published", "draft", "all"]).optional(),
        help_center_id: z.coerce.number().int().optional(),
        highlight: z.enum(["true", "false"]).optional(),
      }),
    }),
    ({ workspace, query }) => {
      const phrase = query.phrase?.toLowerCase() ?? "";
      const found = workspace.articles.filter(
        (row) =>
          [row.title, row.body].some((text) => text?.toLowerCase().includes(phrase)) &&
          (query.state === undefined || query.state === "all" || query.state === row.state),
      );
      const { rows, ...rest } = cutPage(found, {}, 25);
      const articles = rows.map((row) => toArticle(workspace, row));
      return ok({ type: "list", data: { articles, highlights: [] }, ...rest });
    },
  ),
  operation(
    { method: "GET", path: "/articles/{article_id}", sdk: "articles.find", scopes: READ },
    ONE_ARTICLE,
    ({ workspace, ids }) => ok(toArticle(workspace, findArticle(workspace, ids.article_id))),
  ),
  operation(
    { method: "POST", path: "/articles", sdk: "articles.create", scopes: WRITE },
    z.object({ body: z.strictObject(FIELDS) }),
    ({ workspace, body }) => {
      checkAuthor(workspace, body.author_id);
      const now = unixNow();
      const row: ArticleRow = {
        id: String(nextNumber(workspace)),
        title: body.title,
        description: body.description ?? null,
        body: body.body ?? null,
        author_id: body.author_id,
        state: body.state ?? "draft",
        created_at: now,
        updated_at: now,
        parent_id: body.parent_id ?? null,
        parent_type: body.parent_type ?? null,
      };
      workspace.articles.push(row);
      return ok(toArticle(workspace, row));
    },
  ),
  operation(
    { method: "PUT", path: "/articles/{article_id}", sdk: "articles.update", scopes: WRITE },
    ONE_ARTICLE.extend({ body: z.strictObject(FIELDS).partial() }),
    ({ workspace, ids, body }) => {
      const row = findArticle(workspace, ids.article_id);
      if (body.author_id !== undefined) checkAuthor(workspace, body.author_id);
      row.title = body.title ?? row.title;
      row.author_id = body.author_id ?? row.author_id;
      row.state = body.state ?? row.state;
      row.parent_id = body.parent_id ?? row.parent_id;
      row.parent_type = body.parent_type ?? row.parent_type;
      if (body.description !== undefined) row.description = body.description;
      if (body.body !== undefined) row.body = body.body;
      row.updated_at = unixNow();
      return ok(toArticle(workspace, row));
    },
  ),
  operation(
    { method: "DELETE", path: "/articles/{article_id}", sdk: "articles.delete", scopes: WRITE },
    ONE_ARTICLE,
    ({ workspace, ids }) => {
      const row = findArticle(workspace, ids.article_id);
      workspace.articles.splice(workspace.articles.indexOf(row), 1);
      return ok({ id: row.id, object: "article", deleted: true });
    },
  ),
];

function findArticle(workspace: Workspace, id: string): ArticleRow {
  const row = workspace.articles.find((article) => article.id === id);
  if (row === undefined) throw notFound();
  return row;
}

function checkAuthor(workspace: Workspace, id: number): void {
  if (workspace.admins.some((admin) => admin.id === String(id))) return;
  throw new Refusal(400, "parameter_invalid", "author_id is invalid", "author_id");
}

function toArticle(workspace: Workspace, row: ArticleRow): object {
  return {
    type: "article",
    ...row,
    workspace_id: workspace.id_code,
    url: row.state === "published" ? `https://help.support.example/articles/${row.id}` : null,
    parent_ids: row.parent_id === null ? [] : [row.parent_id],
    default_locale: "en",
    statistics: {
      type: "article_statistics",
      views: 0,
      conversions: 0,
      reactions: 0,
      happy_reaction_percentage: 0,
      neutral_reaction_percentage: 0,
      sad_reaction_percentage: 0,
    },
  };
}
