import type { IncomingMessage } from "node:http";
import type { Awaitable } from "../containment/awaitable.ts";
import { isPromiseLike } from "../containment/awaitable.ts";
import { misuse, withoutNext } from "../containment/without-next.ts";
import type { PrincipalResolver } from "../engine.ts";

/**
 * Says whether the fence below was met while a resolver ran. One for all requests: a resolver runs from its call to its
 * return without another coming between, unless it calls a guard itself.
 */
const asking = { now: false, misused: false };

/** `withoutNext` for the resolver, which every guarded request meets: while it is synchronous, it costs no closure. */
export function askPrincipal(
  resolver: PrincipalResolver,
  req: IncomingMessage & { next?: unknown },
): Awaitable<unknown> {
  const { next } = req;
  if (typeof next !== "function") return resolver.principal(req);
  const { now, misused } = asking;
  asking.now = true;
  asking.misused = false;
  req.next = leadNowhere;
  let found: Awaitable<unknown>;
  try {
    found = resolver.principal(req);
  } finally {
    req.next = next;
    const met = asking.misused;
    asking.now = now;
    asking.misused = misused;
    // In place of what the resolver gave or threw.
    if (met) refuse();
  }
  return isPromiseLike(found) ? withoutNext(req, "principal", () => found) : found;
}

function refuse(): never {
  throw misuse("principal");
}

/** Does not throw: kept by a resolver and called late, that would end the process. */
function leadNowhere(): void {
  if (asking.now) asking.misused = true;
}
