import type { OAuthFlow, WebhookReceiver } from "@intercom-rbac/core";
import { oauthRouter, webhookRouter } from "@intercom-rbac/express";
import { scopesForPolicy } from "@intercom-rbac/intercom";
import type { Express } from "express";
import express from "express";
import { answerError } from "./answer-error.ts";
import { articleRoutes } from "./article-routes.ts";
import { contactRoutes } from "./contact-routes.ts";
import { conversationRoutes } from "./conversation-routes.ts";
import type { Desk } from "./desk.ts";
import { meRoutes } from "./me-routes.ts";
import { policy } from "./policy.ts";
import { sessions, signIn } from "./session.ts";

export interface HelpdeskParts {
  readonly desk: Desk;
  readonly oauth: OAuthFlow;
  readonly webhooks: WebhookReceiver;
  readonly sessionSecret: string;
  /** Behind HTTPS. */
  readonly secure: boolean;
}

export function createHelpdesk({
  desk,
  oauth,
  webhooks,
  sessionSecret,
  secure,
}: HelpdeskParts): Express {
  const app = express();
  app.disable("x-powered-by");
  // Before any body parser: a signature is over the bytes as they came.
  app.use("/intercom/webhooks", webhookRouter(webhooks));
  app.use(sessions(sessionSecret, { secure }));
  app.use(
    "/intercom",
    oauthRouter(oauth, {
      consent: { appName: "Helpdesk", scopes: scopesForPolicy(policy).needs },
      onSignedIn: ({ workspaceId, admin }, req) =>
        signIn(req, { workspaceId, adminId: admin.adminId }),
    }),
  );
  app.use(express.json());

  app.use("/me", meRoutes(desk));
  app.use("/conversations", conversationRoutes(desk));
  app.use("/contacts", contactRoutes(desk));
  app.use("/articles", articleRoutes(desk));

  // What a guard of a call refuses becomes the 403 of a guard of a route.
  app.use(desk.access.errorHandler());
  app.use(answerError);
  return app;
}
