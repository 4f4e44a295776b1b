import type { IncomingMessage, ServerResponse } from "node:http";
import { undecidedAnswer } from "../answers/responses.ts";
import type { Engine } from "../engine.ts";
import type { Owed } from "../request/owed.ts";
import { stillOwed } from "../request/owed.ts";
import type { RequestState } from "../request/request-state.ts";
import { cutOff, replaceResponse } from "./replace-response.ts";
import { reportUndecided } from "./report-undecided.ts";

/**
 * Holds a response back while a decision is owed that a guard left to the handler: a head that says yes, with a status
 * of 2xx or 3xx, is replaced by a 500, and nothing of the handler's answer leaves. 4xx and 5xx pass.
 *
 * It stands in the response's own methods, so that whatever writes, streams or flushes meets it: `writeHead`, which
 * Node itself calls for every head, and those that would make it do so. Middleware may lie under it or over it.
 */
export function fenceUndecided(
  engine: Engine,
  state: RequestState,
  req: IncomingMessage,
  res: ServerResponse,
  owed: Owed,
): void {
  state.owe(owed);
  // One for each response: a request may be sent through an app again, with another.
  if (state.fenced.has(res)) return;
  state.fenced.add(res);
  const fence = new UndecidedFence(engine, state, req, res);
  for (const name of METHODS) fence.stand(name);
}

/** Whatever makes Node send a head. `writeHeader` is its other name for `writeHead`. */
const METHODS = ["writeHead", "writeHeader", "write", "end", "flushHeaders"] as const;
type Method = (typeof METHODS)[number];

class UndecidedFence {
  readonly #engine: Engine;
  readonly #state: RequestState;
  readonly #req: IncomingMessage;
  readonly #res: ServerResponse;
  /** The head is out, and rightly so: what follows is no question any more. */
  #open = false;
  #replaced = false;
  #reported = false;

  constructor(engine: Engine, state: RequestState, req: IncomingMessage, res: ServerResponse) {
    this.#engine = engine;
    this.#state = state;
    this.#req = req;
    this.#res = res;
  }

  stand(name: Method): void {
    const res = this.#res;
    const isHead = name === "writeHead" || name === "writeHeader";
    const former: unknown = Reflect.get(res, name);
    if (typeof former !== "function") return;
    const value = (...args: unknown[]): unknown => {
      if (this.#replaced) return swallow(res, name, args);
      if (this.#open) return Reflect.apply(former, res, args);
      // Read once, as Node reads it: "200" and 200.7 are 200.
      const status = Number(isHead ? args[0] : res.statusCode) | 0;
      if (!this.#lets(status, isHead)) return swallow(res, name, args);
      if (isHead) args[0] = status;
      const given = Reflect.apply(former, res, args);
      // Not before: a head that Node refuses to write, for its status or a header, is none.
      if (isHead) this.#open = res.headersSent;
      return given;
    };
    Object.defineProperty(res, name, { value, configurable: true, writable: true });
  }

  #lets(status: number, inHead: boolean): boolean {
    // A head that was made behind the fence, with a method of Node's own, may say anything.
    if (!this.#res.headersSent && isNoYes(status)) return true;
    // `onDenied` answers a refusal, in whatever way the app does that: with a redirect to its login, for example.
    if (this.#state.isAnswering) return true;
    const owed = this.#state.owed.find((one) => stillOwed(one, this.#state).length > 0);
    if (owed === undefined) return true;
    const refuses = this.#engine.refusesUndecided;
    if (refuses) this.#replaced = true;
    if (!this.#reported) {
      this.#reported = true;
      const decisionId = crypto.randomUUID();
      if (refuses) this.#replace(decisionId, owed, inHead);
      reportUndecided(this.#engine, this.#state, this.#req, { owed, status, decisionId, refuses });
    }
    return !refuses;
  }

  #replace(decisionId: string, owed: Owed, inHead: boolean): void {
    // A head that was made behind the fence waits for the first chunk.
    if (this.#res.headersSent) cutOff(this.#res);
    else {
      const answer = undecidedAnswer(decisionId, this.#engine.style);
      replaceResponse(this.#res, { answer, kept: owed.headers, inHead });
    }
  }
}

/**
 * Whether no client takes the status for a yes. Below 100 Node refuses to send, and a last head of 1xx or from 600 on
 * means nothing that anybody knows; what `writeContinue` and `writeEarlyHints` send goes past here.
 */
function isNoYes(status: number): boolean {
  return status < 100 || (status >= 400 && status < 600);
}

/** What a handler calls after its answer was replaced: nothing is sent, and it is told that all is well. */
function swallow(res: ServerResponse, name: Method, args: readonly unknown[]): unknown {
  const callback = args.findLast((arg) => typeof arg === "function");
  if (typeof callback === "function" && (name === "write" || name === "end")) {
    process.nextTick(() => Reflect.apply(callback, undefined, []));
  }
  if (name === "flushHeaders") return undefined;
  return name === "write" ? true : res;
}
