import type { Express } from "express";
import express from "express";
import { errorHandler, publicRoute } from "./access.ts";
import { answerError } from "./answer-error.ts";
import { articleRoutes } from "./article-routes.ts";
import { contactRoutes } from "./contact-routes.ts";
import { conversationRoutes } from "./conversation-routes.ts";
import type { Desk } from "./data.ts";
import { createDesk } from "./data.ts";
import { settingsRoutes } from "./settings-routes.ts";

export function createApp(desk: Desk = createDesk()): Express {
  const app = express();
  app.disable("x-powered-by");
  app.use(express.json());

  app.get("/health", publicRoute("asked by the load balancer; tells nothing"), (_req, res) => {
    res.json({ ok: true });
  });
  app.use("/contacts", contactRoutes(desk));
  app.use("/conversations", conversationRoutes(desk));
  app.use("/articles", articleRoutes(desk));
  app.use("/settings", settingsRoutes(desk));

  // What `authorize` throws in a handler becomes a 403 here; everything else goes on.
  app.use(errorHandler());
  app.use(answerError);
  return app;
}
