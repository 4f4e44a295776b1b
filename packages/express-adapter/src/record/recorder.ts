import type { IncomingMessage } from "node:http";
import type { AuditSink, Decision } from "@intercom-rbac/core";
import { UnavailableError } from "@intercom-rbac/core";
import type { Awaitable } from "../containment/awaitable.ts";
import { andThen, rescue } from "../containment/awaitable.ts";
import type { DecisionRecord } from "./audit-entry.ts";
import { auditEntry } from "./audit-entry.ts";

/** What `onDecision` is told beside the decision. */
export interface DecisionEvent<Req, Who> {
  /** The one in the audit entry and, for a refusal, in the answer. */
  readonly decisionId: string;
  /** As `principal` gave it; `undefined` for nobody. */
  readonly principal: Who | undefined;
  readonly req: Req;
}

export interface DecisionHook {
  onDecision?(
    decision: Decision,
    event: DecisionEvent<IncomingMessage, unknown>,
  ): void | PromiseLike<void>;
}

/** Where decisions go: to the audit sink first, then to the hook. */
export interface Recorder {
  /** Nobody listens: an allowed decision need not be spelt out. */
  readonly quiet: boolean;
  /** There is a hook, which is given the request. */
  readonly hooked: boolean;
  /** Synchronous if sink and hook are. Fails with `ERR_RBAC_UNAVAILABLE` if the sink does, as the hook if that does. */
  record(record: DecisionRecord): Awaitable<void>;
  /** The sink alone, for a request that failed before there was a decision to tell of. */
  write(record: DecisionRecord): Awaitable<void>;
}

export function createRecorder(
  sink: AuditSink | undefined,
  hook: DecisionHook,
  workspaceAttribute: string,
): Recorder {
  function write(record: DecisionRecord): Awaitable<void> {
    if (sink === undefined) return undefined;
    return rescue<void>(
      () => sink.write(auditEntry(record, workspaceAttribute)),
      (cause) => {
        throw new UnavailableError("The audit entry of a decision could not be written.", {
          cause,
        });
      },
    );
  }
  return {
    quiet: sink === undefined && hook.onDecision === undefined,
    hooked: hook.onDecision !== undefined,
    write,
    record(record) {
      const { decision, decisionId, principal, req } = record;
      return andThen(write(record), () =>
        hook.onDecision?.(decision, { decisionId, principal, req }),
      );
    },
  };
}
