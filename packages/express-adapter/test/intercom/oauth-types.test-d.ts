import type { OAuthFlow, ScopeNeed } from "@intercom-rbac/core";
import type { Request, Response } from "express";
import express from "express";
import { expectTypeOf } from "vitest";
import { oauthRouter } from "../../src/index.ts";

declare const flow: OAuthFlow;

type AppRequest = Request & { session: { who?: { workspaceId: string; adminId: string } } };

express().use(
  "/intercom",
  oauthRouter(flow, {
    begin: (req: AppRequest) => ({
      workspaceId: req.session.who?.workspaceId,
      subject: req.session.who?.adminId,
    }),
    onInstalled({ workspace, subject }, req, res) {
      expectTypeOf(subject).toEqualTypeOf<string | undefined>();
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
// What scopesForPolicy returns: the page takes its `needs`, as the example of oauthRouter has it.
declare const scopes: {
  readonly needs: readonly ScopeNeed[];
  readonly unmapped: readonly string[];
};
oauthRouter(flow, { consent: { appName: "Desk", scopes: scopes.needs } });
// @ts-expect-error the whole of it is no list
oauthRouter(flow, { consent: { appName: "Desk", scopes } });
oauthRouter(flow, {
  // @ts-expect-error the cookie is the browser's, not the app's to say
  begin: () => ({ cookie: "a=b" }),
});
