import { randomBytes } from "node:crypto";
import { once } from "node:events";
import type { Server } from "node:http";
import { createServer } from "node:http";
import type { AuditSink, WorkspaceStore } from "@intercom-rbac/core";
import { createMemoryAuditSink, createMemoryWorkspaceStore } from "@intercom-rbac/core";
import { createOAuthFlow, createWebhookReceiver } from "@intercom-rbac/intercom";
import type { Express } from "express";
import { createHelpdesk } from "./app.ts";
import type { Connections } from "./connections.ts";
import { createConnections } from "./connections.ts";
import { createDesk } from "./desk.ts";
import { isOwner } from "./settings.ts";

/** The Intercom that a console talks to. */
export interface IntercomApp {
  readonly clientId: string;
  readonly clientSecret: string;
  /** In place of Intercom's own addresses. */
  readonly baseUrl?: string | undefined;
  readonly authorizeUrl?: string | undefined;
}

/** A console that answers, and what it is made of. */
export interface Helpdesk {
  readonly app: Express;
  readonly origin: string;
  readonly connections: Connections;
  readonly workspaces: WorkspaceStore;
  readonly audit: AuditSink & { readonly entries: readonly unknown[] };
  close(): Promise<void>;
}

/** Somebody else has the port. */
export class CannotListen extends Error {}

/** Serves the console on this machine. The address is known first: Intercom has to send browsers back to it. */
export async function serve(intercom: IntercomApp, port: number): Promise<Helpdesk> {
  const server = createServer();
  server.listen(port, "127.0.0.1");
  try {
    await once(server, "listening");
  } catch (cause) {
    throw new CannotListen(`Port ${port} cannot be listened on. Set PORT to another one.`, {
      cause,
    });
  }
  const origin = originOf(server);

  const { clientId, clientSecret, baseUrl, authorizeUrl } = intercom;
  const workspaces = createMemoryWorkspaceStore();
  const connections = createConnections(workspaces, { baseUrl });
  const audit = createMemoryAuditSink();
  const app = createHelpdesk({
    desk: createDesk(connections, audit),
    oauth: createOAuthFlow({
      clientId,
      clientSecret,
      redirectUri: `${origin}/intercom/callback`,
      // New at each start, as the sessions are: they live in memory.
      stateSecret: randomBytes(32).toString("hex"),
      workspaces,
      // The token of whoever installs is the one that everybody's calls are made with.
      mayInstall: ({ admin }) => isOwner(admin.adminId),
      baseUrl,
      authorizeUrl,
    }),
    webhooks: createWebhookReceiver({
      clientSecret,
      workspaces,
      directoryFor: async (workspaceId) => (await connections.of(workspaceId))?.directory,
      onEvent: () => {},
    }),
    sessionSecret: randomBytes(32).toString("hex"),
    secure: false,
  });
  server.on("request", app);
  return {
    app,
    origin,
    connections,
    workspaces,
    audit,
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}

function originOf(server: Server): string {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("not listening on a port");
  return `http://127.0.0.1:${address.port}`;
}
