import { randomBytes } from "node:crypto";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { demoWorkspace, secondWorkspace } from "./data/demo-workspace.ts";
import { Faults } from "./faults.ts";
import { OAuth } from "./oauth.ts";
import { RateLimit } from "./rate-limit.ts";
import type { World } from "./respond.ts";
import { createStandInServer } from "./server.ts";
import type { SeenRequest, StandIn, StandInOptions } from "./stand-in.ts";
import { Tokens } from "./tokens.ts";
import { deliver, sendUninstallNotice, signBody, toEnvelope } from "./webhooks.ts";
import type { Workspace } from "./workspace.ts";

/**
 * Starts the stand-in for Intercom on 127.0.0.1.
 *
 * @example
 * ```ts
 * const standIn = await startStandIn();
 * const client = new IntercomClient({ token: standIn.token, baseUrl: standIn.url });
 * await client.admins.list();
 * await standIn.close();
 * ```
 */
export async function startStandIn(options: StandInOptions = {}): Promise<StandIn> {
  const clientId = options.clientId ?? "stand-in-client";
  const clientSecret = options.clientSecret ?? randomBytes(16).toString("hex");
  const first = demoWorkspace();
  const workspaces: Workspace[] = [first, secondWorkspace()];
  const tokens = new Tokens();
  const faults = new Faults();
  const seen: SeenRequest[] = [];
  const { redirectUris, scopes, region, uninstallUrl } = options;
  const oauth = new OAuth(
    {
      clientId,
      clientSecret,
      redirectUris,
      scopes,
      onUninstall(workspaceId) {
        // Intercom makes nobody wait for that notice, and nothing fails with it.
        if (uninstallUrl !== undefined) {
          sendUninstallNotice(uninstallUrl, workspaceId).catch(() => undefined);
        }
      },
    },
    tokens,
    workspaces,
  );
  const rateLimit = new RateLimit(options.rateLimit);
  const world: World = { workspaces, tokens, oauth, region, rateLimit };
  const server = createStandInServer(world, faults, seen);
  server.listen(options.port ?? 0, "127.0.0.1");
  await once(server, "listening");
  const owner = {
    workspaceId: first.id_code,
    adminId: first.admins[0]?.id ?? "",
    scopes: undefined,
  };

  return {
    url: `http://127.0.0.1:${portOf(server.address())}`,
    clientId,
    clientSecret,
    token: tokens.issue(owner),
    requests: seen,
    workspaces,
    workspace: first,
    fail: (fault) => faults.add(fault),
    reset() {
      faults.clear();
      seen.length = 0;
      rateLimit.reset();
    },
    issueToken({ token, ...grant } = {}) {
      return tokens.issue({ ...owner, ...grant }, token);
    },
    revokeToken: (token) => tokens.revoke(token),
    authorize: (url, choice) => oauth.authorize(new URL(url).searchParams, choice),
    async uninstall(workspaceId, noticeUrl = uninstallUrl) {
      tokens.revokeWorkspace(workspaceId);
      return noticeUrl === undefined ? undefined : sendUninstallNotice(noticeUrl, workspaceId);
    },
    sign: (body) => signBody(body, clientSecret),
    notify(endpoint, seed) {
      return deliver(endpoint, JSON.stringify(toEnvelope(seed, first.id_code)), clientSecret);
    },
    ping(endpoint) {
      const seed = {
        topic: "ping",
        id: null,
        item: { type: "ping", message: "A test of your endpoint" },
      };
      return deliver(endpoint, JSON.stringify(toEnvelope(seed, first.id_code)), clientSecret);
    },
    validate: (endpoint) => fetch(endpoint, { method: "HEAD" }),
    async close() {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}
