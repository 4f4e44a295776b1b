// The Intercom side of a JavaScript project with ES modules.
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
import express from "express";

export function createDesk({ url, token, clientSecret }) {
  const client = createIntercomClient({ token, baseUrl: url });
  const directory = createRoleDirectory({
    client,
    policy: intercomPolicy,
    roles: { byRoleId: { 103: "agent" }, owners: [1001] },
  });
  const principal = (req) => directory.principal(req.get("x-admin") ?? "");
  const { requirePermission, errorHandler } = createRbac({ policy: intercomPolicy, principal });
  const sdkFor = (req) =>
    guardClient(client, { policy: intercomPolicy, principal: () => principal(req) });

  const workspaceIds = [];
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
    const { role } = await sdkFor(req).contacts.find({ contact_id: req.params.id });
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

export { isGuardedClient, scopesForPolicy };
