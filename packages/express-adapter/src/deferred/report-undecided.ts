import type { IncomingMessage } from "node:http";
import type { Decision } from "@intercom-rbac/core";
import { isPromiseLike } from "../containment/awaitable.ts";
import { nameOf } from "../demand/requirement.ts";
import type { Engine } from "../engine.ts";
import { refusal } from "../record/refusals.ts";
import type { Owed } from "../request/owed.ts";

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
  req: IncomingMessage,
  { owed, status, decisionId, refuses }: Undecided,
): void {
  const { requirement, open, principal } = owed;
  const [first] = open;
  const permissions = requirement.permissions.join(requirement.mode === "any" ? " or " : " and ");
  engine.advisor.undecided(
    requirement,
    `${nameOf(requirement)} is deferred, and the handler${at(req)} answered ${status} without an allowed decision on ${permissions}. ` +
      `${refuses ? "500 was sent in its place" : 'The answer went out, as onUndecided is "report"'}. ` +
      "Ask rbac(req).authorize(permission, row) before answering; can, couldEver and filter do not count.",
  );
  if (refuses && first !== undefined) record(engine, req, first, decisionId, principal);
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

/** The route by the path it was registered with: what the client sent may hold anything. */
function at(req: IncomingMessage): string {
  const route: unknown = Reflect.get(req, "route");
  const path = typeof route === "object" && route !== null && "path" in route ? route.path : "";
  return typeof path === "string" && path !== "" ? ` of ${req.method} ${path}` : "";
}
