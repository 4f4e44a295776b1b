import type { Server, ServerResponse } from "node:http";
import { createServer } from "node:http";
import type { Faults } from "./faults.ts";
import { toFaultError } from "./faults.ts";
import type { Incoming } from "./incoming.ts";
import { parseBody, readIncoming } from "./incoming.ts";
import { Refusal } from "./refusal.ts";
import type { Reply, World } from "./respond.ts";
import { refuse, respond } from "./respond.ts";
import type { Fault, SeenRequest } from "./stand-in.ts";
import { unixNow } from "./workspace.ts";

/** A benchmark sends millions: only the newest are kept. */
const MAX_SEEN = 10_000;

/** The HTTP side: reads, notes what came, lets faults strike, answers. */
export function createStandInServer(world: World, faults: Faults, seen: SeenRequest[]): Server {
  const server = createServer((request, response) => {
    // Clients that leave are part of what is tested.
    request.on("error", () => {});
    response.on("error", () => {});
    readIncoming(request)
      .then((incoming) => handle(incoming, response, { world, faults, seen }))
      .catch(() => response.destroy());
  });
  server.on("clientError", (_error, socket) => socket.destroy());
  return server;
}

interface Context {
  readonly world: World;
  readonly faults: Faults;
  readonly seen: SeenRequest[];
}

function handle(incoming: Incoming, response: ServerResponse, context: Context): void {
  const { world, faults, seen } = context;
  const { method, path, query, headers } = incoming;
  const note: { -readonly [Key in keyof SeenRequest]: SeenRequest[Key] } = {
    method,
    path,
    query,
    headers,
    body: bodyOf(incoming),
    status: undefined,
  };
  if (seen.length >= MAX_SEEN) seen.splice(0, MAX_SEEN / 2);
  seen.push(note);

  const kind = faults.take(method, path)?.kind;
  if (kind === "hang") return;
  if (kind === "reset") {
    response.socket?.resetAndDestroy();
    return;
  }
  const reply = typeof kind === "object" ? toFault(kind, world) : respond(incoming, world);
  note.status = reply.status;
  send(reply, response, kind);
}

function bodyOf(incoming: Incoming): unknown {
  try {
    return parseBody(incoming);
  } catch {
    return undefined;
  }
}

function toFault(kind: Exclude<Fault["kind"], string>, world: World): Reply {
  const { code, message } = toFaultError(kind);
  const reply = refuse(new Refusal(kind.status, code, message), world);
  // A window that ends soon: a client that waits for it should not hold a test for ten seconds.
  const spent = kind.status === 429 && {
    "X-RateLimit-Remaining": "0",
    "X-RateLimit-Reset": String(unixNow() + 1),
  };
  return { ...reply, headers: { ...reply.headers, ...spent, ...kind.headers } };
}

function send(reply: Reply, response: ServerResponse, kind: Fault["kind"] | undefined): void {
  response.writeHead(reply.status, { ...reply.headers });
  if (kind === "broken-json") {
    response.end(`${reply.text.slice(0, -2)}{`);
  } else if (kind === "slow-body") {
    drip(reply.text, response);
  } else {
    response.end(reply.text);
  }
}

const DRIP_MS = 25;

function drip(text: string, response: ServerResponse): void {
  const bytes = Buffer.from(text);
  let next = 0;
  const timer = setInterval(() => {
    if (next < bytes.length) response.write(bytes.subarray(next, next + 1));
    else response.end();
    next += 1;
  }, DRIP_MS);
  response.on("close", () => clearInterval(timer));
}
