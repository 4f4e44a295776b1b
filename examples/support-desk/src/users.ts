import type { Request } from "express";

/** A teammate as this app knows one. */
export interface User {
  readonly id: string;
  readonly roles: readonly string[];
}

const users = new Map<string, User>([
  ["olga", { id: "olga", roles: ["owner"] }],
  ["adam", { id: "adam", roles: ["admin"] }],
  ["ana", { id: "ana", roles: ["agent"] }],
  ["nina", { id: "nina", roles: ["night_agent"] }],
  // The policy has no such role: it allows nothing, and every refusal reports it.
  ["cleo", { id: "cleo", roles: ["contractor"] }],
]);

export const userNames: readonly string[] = [...users.keys()];

/**
 * The demo's stand-in for a login: a header names the user. A real app reads its session or checks a token here.
 *
 * The header never carries a role. Whatever a request says of its own roles is a claim of the client's; roles come
 * from what the app has on record about the user it has authenticated.
 */
export function authenticatedUser(req: Request): User | undefined {
  return users.get(req.get("x-demo-user") ?? "");
}
