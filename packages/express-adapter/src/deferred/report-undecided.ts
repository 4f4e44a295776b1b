import type { IncomingMessage } from "node:http";
import type { Decision } from "@intercom-rbac/core";
import { isPromiseLike } from "../containment/awaitable.ts";
import type { Engine } from "../engine.ts";
import { refusal } from "../record/refusals.ts";
import type { Owed } from "../request/owed.ts";
import { stillOwed } from "../request/owed.ts";
import type { RequestState } from "../request/request-state.ts";

/** An answer that was given without the decision it owed. */
interface Undecided {
  readonly owed: Owed;
  /** The status that the handler gave it. */
  readonly status: number;
  readonly decisionId: string;
  /** Whether it was replaced. */
  readonly refuses: boolean;
}

/** Tells the audit log, if the answer was refused, and whoever runs the app. Never throws, never rejects. */
export function reportUndecided(
  engine: Engine,
  state: RequestState,
  req: IncomingMessage,
  { owed, status, decisionId, refuses }: Undecided,
): void {
  const { requirement, named, open, principal } = owed;
  const [first] = open;
  const permissions = stillOwed(owed, state);
  const place = `${named} is deferred, and the handler${at(req)}`;
  engine.advisor.undecided(
    place,
    `${place} answered ${status} without an allowed decision on ${permissions.join(requirement.mode === "any" ? " or " : " and ")}. ` +
      `${refuses ? "500 was sent in its place" : 'The answer went out, as onUndecided is "report"'}. ${wayOut(permissions, state)}`,
  );
  if (refuses && first !== undefined) record(engine, req, first, decisionId, principal);
}

/** A handler that asked and did not heed the answer is told something else than one that did not ask. */
function wayOut(permissions: readonly string[], state: RequestState): string {
  const denied = permissions.reduce((sum, permission) => sum + state.timesDenied(permission), 0);
  if (denied > 0) {
    const times =
      denied === 1 ? "once and was refused" : `${denied} times and was refused each time`;
    return `It asked ${times}: answer 403 or 404 then, or make the guard list and filter the rows.`;
  }
  return (
    "Ask rbac(req).authorize(permission, row) before answering; can, couldEver and filter do not count. " +
    "Where the answer may be about no row at all, there is nothing to ask about: make the guard list, not deferred."
  );
}

/** The head cannot wait for a sink: the request is refused whether or not the entry is written. */
function record(
  engine: Engine,
  req: IncomingMessage,
  open: Decision,
  decisionId: string,
  principal: unknown,
): void {
  const decision = refusal(open, "resource_required");
  const lose = (lost: unknown): void =>
    engine.warner.warn("The audit entry of a decision could not be written.", lost);
  try {
    const entry = { decision, decisionId, principal, resource: undefined, req };
    const written = engine.recorder.record(entry);
    if (isPromiseLike(written)) written.then(undefined, lose);
  } catch (lost) {
    lose(lost);
  }
}

/**
 * The route by the path it was registered with, below its router's: what the client sent may hold anything, and the
 * guard's place says which router it is.
 */
function at(req: IncomingMessage): string {
  const route: unknown = Reflect.get(req, "route");
  const path: unknown = typeof route === "object" && route !== null && Reflect.get(route, "path");
  const known = typeof path === "string" || Array.isArray(path) || path instanceof RegExp;
  return known ? ` of ${req.method} ${path}` : "";
}
