import type { OAuthFlow } from "@intercom-rbac/core";
import type { Request, Response } from "express";
import express from "express";
import { expectTypeOf } from "vitest";
import { oauthRouter } from "../../src/index.ts";

declare const flow: OAuthFlow;

type AppRequest = Request & { session: { who?: { workspaceId: string; adminId: string } } };

express().use(
  "/intercom",
  oauthRouter(flow, {
    begin: (req: AppRequest) => ({ workspaceId: req.session.who?.workspaceId }),
    onInstalled({ workspace }, req, res) {
      expectTypeOf(workspace.token).toBeString();
      expectTypeOf(req).toEqualTypeOf<Request>();
      expectTypeOf(res).toEqualTypeOf<Response>();
    },
    async onSignedIn({ workspaceId, admin }, req: AppRequest) {
      req.session.who = { workspaceId, adminId: admin.adminId };
    },
    onRefused: (error) => console.warn(error.code),
  }),
);
express.Router().use(oauthRouter(flow));

oauthRouter(flow, {
  // @ts-expect-error a sign-in has no workspace with a token
  onSignedIn: ({ workspace }) => console.log(workspace),
});
oauthRouter(flow, {
  // @ts-expect-error the cookie is the browser's, not the app's to say
  begin: () => ({ cookie: "a=b" }),
});
