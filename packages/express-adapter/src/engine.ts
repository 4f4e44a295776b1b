import type { IncomingMessage } from "node:http";
import type { AnswerHook } from "./answer.ts";
import type { Awaitable } from "./awaitable.ts";
import type { Recorder } from "./recorder.ts";
import type { RequestStates } from "./request-state.ts";
import type { AnswerStyle } from "./responses.ts";
import type { UntypedPolicy } from "./untyped-policy.ts";
import type { Warner } from "./warnings.ts";

/** How the principal of a request is found. */
export interface PrincipalResolver {
  principal(req: IncomingMessage): Awaitable<unknown>;
}

/** What one `createRbac` gives all its guards, handlers and contexts. */
export interface Engine {
  readonly policy: UntypedPolicy;
  readonly resolver: PrincipalResolver;
  readonly states: RequestStates;
  readonly recorder: Recorder;
  readonly style: AnswerStyle;
  readonly hook: AnswerHook;
  readonly warner: Warner;
}
