import { randomUUID } from "node:crypto";
import { findOperation } from "./find-operation.ts";
import type { Incoming } from "./incoming.ts";
import { parseBody } from "./incoming.ts";
import type { OAuth, OAuthAnswer } from "./oauth.ts";
import type { Answer, Caller } from "./operation.ts";
import { operations } from "./operations.ts";
import type { RateLimit } from "./rate-limit.ts";
import { Refusal, toErrorList } from "./refusal.ts";
import { demandScope } from "./scopes.ts";
import type { Grant, Tokens } from "./tokens.ts";
import type { Workspace } from "./workspace.ts";

/** What an answer is made from. */
export interface World {
  readonly workspaces: readonly Workspace[];
  readonly tokens: Tokens;
  readonly oauth: OAuth;
  readonly rateLimit: RateLimit;
  /** The region whose address this server stands for; undefined: every one. */
  readonly region: Workspace["region"] | undefined;
}

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

/** Answers any request; never throws. */
export function respond(incoming: Incoming, world: World): Reply {
  const requestId = randomUUID();
  const headers = { ...world.rateLimit.count(), "X-Request-Id": requestId };
  try {
    world.rateLimit.check();
    const oauth = world.oauth.answer(incoming);
    return oauth === undefined
      ? toReply(answerOperation(incoming, world), headers)
      : toOAuthReply(oauth, headers);
  } catch (error) {
    const refusal =
      error instanceof Refusal ? error : new Refusal(500, "server_error", "Internal Server Error");
    return toReply({ status: refusal.status, body: toErrorList(refusal, requestId) }, headers);
  }
}

/** The same envelope for a fault. */
export function refuse(refusal: Refusal, world: World): Reply {
  const requestId = randomUUID();
  const headers = { ...world.rateLimit.count(), "X-Request-Id": requestId };
  return toReply({ status: refusal.status, body: toErrorList(refusal, requestId) }, headers);
}

function answerOperation(incoming: Incoming, world: World): Answer {
  const { method, path, headers, query } = incoming;
  const match = findOperation(operations, method, path);
  if (match === undefined) {
    const message = `The stand-in has no ${method} ${path}: its README lists what it has`;
    throw new Refusal(501, "not_implemented", message);
  }
  const grant = world.tokens.check(headers["authorization"]);
  const caller = toCaller(grant, world);
  const version = headers["intercom-version"] ?? "2.11";
  if (!VERSIONS.has(version)) {
    throw new Refusal(400, "intercom_version_invalid", "The requested version could not be found");
  }
  demandScope(match.operation.scopes, grant.scopes);
  const raw = { ids: match.ids, query: Object.fromEntries(query), body: parseBody(incoming) };
  return match.operation.run(raw, { ...caller, version });
}

/** A token is unknown to the other regions' addresses, and once its teammate is gone. */
function toCaller(grant: Grant, world: World): Omit<Caller, "version"> {
  const workspace = world.workspaces.find((one) => one.id_code === grant.workspaceId);
  const admin = workspace?.admins.find((one) => one.id === grant.adminId);
  const elsewhere = world.region !== undefined && workspace?.region !== world.region;
  if (workspace === undefined || admin === undefined || elsewhere) {
    throw new Refusal(401, "unauthorized", "Access Token Invalid");
  }
  return { workspace, admin };
}

const VERSIONS: ReadonlySet<string> = new Set([
  ...Array.from({ length: 5 }, (_, minor) => `1.${minor}`),
  ...Array.from({ length: 17 }, (_, minor) => `2.${minor}`),
  "Preview",
  "Unstable",
]);

const JSON_TYPE = "application/json; charset=utf-8";

function toReply({ status, body }: Answer, headers: Record<string, string>): Reply {
  const text = body === undefined ? "" : JSON.stringify(body);
  return { status, text, headers: { ...headers, "Content-Type": JSON_TYPE } };
}

function toOAuthReply(answer: OAuthAnswer, headers: Record<string, string>): Reply {
  const { status, html, location, json } = answer;
  if (location !== undefined) {
    return { status, text: "", headers: { ...headers, Location: location } };
  }
  if (html === undefined) return toReply({ status, body: json }, headers);
  return {
    status,
    text: html,
    headers: { ...headers, "Content-Type": "text/html; charset=utf-8" },
  };
}
