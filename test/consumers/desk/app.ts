// The Intercom side of a TypeScript project. Its package.json decides whether tsc makes CommonJS or ES modules of it.
import { createMemoryWorkspaceStore, intercomPolicy } from "@intercom-rbac/core";
import { createRbac, oauthRouter, webhookRouter } from "@intercom-rbac/express";
import {
  createIntercomClient,
  createOAuthFlow,
  createRoleDirectory,
  createWebhookReceiver,
  guardClient,
  isGuardedClient,
  scopesForPolicy,
} from "@intercom-rbac/intercom";
import type { Request } from "express";
import express from "express";

export interface Intercom {
  readonly url: string;
  readonly token: string;
  readonly clientSecret: string;
}

export function createDesk({ url, token, clientSecret }: Intercom) {
  const client = createIntercomClient({ token, baseUrl: url });
  const directory = createRoleDirectory({
    client,
    policy: intercomPolicy,
    roles: { byRoleId: { 103: "agent" }, owners: [1001] },
  });
  const principal = (req: Request) => directory.principal(req.get("x-admin") ?? "");
  const { requirePermission, errorHandler } = createRbac({ policy: intercomPolicy, principal });
  const sdkFor = (req: Request) =>
    guardClient(client, { policy: intercomPolicy, principal: () => principal(req) });

  const workspaceIds: string[] = [];
  const workspaces = createMemoryWorkspaceStore();
  const flow = createOAuthFlow({
    clientId: "desk",
    clientSecret,
    redirectUri: "http://127.0.0.1/intercom/callback",
    stateSecret: "a secret for trying things out, no more",
    authorizeUrl: `${url}/oauth`,
    baseUrl: url,
    workspaces,
  });
  const receiver = createWebhookReceiver({
    clientSecret,
    workspaces,
    directoryFor: () => directory,
    onEvent({ workspaceId }) {
      workspaceIds.push(workspaceId);
    },
  });

  const app = express();
  app.use("/intercom", oauthRouter(flow));
  app.use("/webhooks", webhookRouter(receiver));
  app.get("/contacts/:id", requirePermission("contacts:read"), async (req, res) => {
    const contact = await sdkFor(req).contacts.find({ contact_id: req.params.id });
    const role: string | undefined = contact.role;
    res.json({ role });
  });
  app.delete("/contacts/:id", requirePermission("contacts:delete"), async (req, res) => {
    await sdkFor(req).contacts.delete({ contact_id: req.params.id });
    res.json({ deleted: req.params.id });
  });
  // Its guard asks for less than it does: the SDK's own refuses.
  app.post("/contacts/:id/purge", requirePermission("contacts:read"), async (req, res) => {
    await sdkFor(req).contacts.delete({ contact_id: req.params.id });
    res.json({ deleted: req.params.id });
  });
  app.use(errorHandler());
  return { app, client, guarded: guardClient(client, { policy: intercomPolicy, principal: null }) };
}

// What the declarations are there to say; called by nobody.
export function typed({ client }: ReturnType<typeof createDesk>): void {
  // @ts-expect-error no such role
  createRoleDirectory({ client, policy: intercomPolicy, roles: { byRoleId: { 103: "agnet" } } });
  // @ts-expect-error a method's arguments stay the SDK's own
  guardClient(client, { policy: intercomPolicy, principal: null }).contacts.find({ id: "1" });
}

export { isGuardedClient, scopesForPolicy };
