import type { AddressInfo } from "node:net";
import { createMemoryAuditSink, definePolicy, principal } from "@intercom-rbac/core";
import type { Express, Request, RequestHandler } from "express";
import { onTestFinished } from "vitest";

/** The support desk that the tests of this folder guard. */
export interface Conversation {
  id: string;
  assigneeId: string | null;
}

export const policy = definePolicy({
  types: {} as { rows: { conversations: Conversation } },
  permissions: {
    contacts: ["read", "write", "delete"],
    conversations: ["read", "reply", "close"],
    settings: ["manage"],
  },
  roles: {
    agent: {
      can: [
        "contacts:read",
        "conversations:read",
        {
          permission: "conversations:reply",
          when: { assigneeId: principal("id") },
          reason: "only conversations assigned to you",
        },
      ],
    },
    lead: { extends: ["agent"], can: ["conversations:*"] },
    owner: { can: ["*"] },
    clerk: { can: [{ permission: "contacts:write", fields: ["name", "phone"] }] },
    suspended: { cannot: [{ permission: "contacts:delete", reason: "while the review lasts" }] },
  },
});

/** `c1` is Ada's, `c2` nobody's; there is no other. */
export const conversations: ReadonlyMap<string, Conversation> = new Map([
  ["c1", { id: "c1", assigneeId: "ada" }],
  ["c2", { id: "c2", assigneeId: null }],
]);

export interface User {
  readonly id: string;
  readonly roles: readonly string[];
}

export type DeskRequest = Request & { user?: User };

const USERS: ReadonlyMap<string, User> = new Map([
  ["ada", { id: "ada", roles: ["agent"] }],
  ["olga", { id: "olga", roles: ["owner"] }],
  ["lena", { id: "lena", roles: ["lead"] }],
  ["carl", { id: "carl", roles: ["clerk"] }],
  ["sam", { id: "sam", roles: ["owner", "suspended"] }],
  ["ghost", { id: "ghost", roles: ["wizard"] }],
  ["none", { id: "none", roles: [] }],
]);

/** What Passport or a session does in an app: finds the user of the request's token. */
export const authenticate: RequestHandler = (req, _res, next) => {
  const user = USERS.get((req.headers.authorization ?? "").replace("Bearer ", ""));
  if (user !== undefined) Object.assign(req, { user });
  next();
};

export const byUser = (req: DeskRequest): User | undefined => req.user;

export const as = (name: string): { readonly authorization: string } => ({
  authorization: `Bearer ${name}`,
});

/** Serves on a free port until the test ends; gives the address. */
export async function serve(app: Express): Promise<string> {
  const server = app.listen(0, "127.0.0.1");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address() as AddressInfo;
  return `http://127.0.0.1:${port}`;
}

export const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** The `decisionId` of a body, checked to be a random UUID. */
export function decisionIdOf(text: string): string {
  const { decisionId } = JSON.parse(text);
  if (typeof decisionId !== "string" || !UUID.test(decisionId)) {
    throw new Error(`no decision id in ${text}`);
  }
  return decisionId;
}

/** An audit sink that keeps `outcome code permission` of each entry. */
export function memory(): ReturnType<typeof createMemoryAuditSink> & { lines(): string[] } {
  const sink = createMemoryAuditSink();
  return Object.assign(sink, {
    lines: () =>
      sink.entries.map(({ outcome, code, permission }) => `${outcome} ${code} ${permission}`),
  });
}
