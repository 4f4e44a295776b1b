import type { IncomingMessage, ServerResponse } from "node:http";
import { undecidedAnswer } from "../answers/responses.ts";
import type { Engine } from "../engine.ts";
import type { Owed } from "../request/owed.ts";
import { isOwed } from "../request/owed.ts";
import type { RequestState } from "../request/request-state.ts";
import { cutOff, replaceResponse } from "./replace-response.ts";
import { reportUndecided } from "./report-undecided.ts";

/**
 * Holds a response back while a decision is owed that a guard left to the handler: a head that says yes, with a status
 * of 2xx or 3xx, is replaced by a 500, and nothing of the handler's answer leaves. 1xx, 4xx and 5xx pass.
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
  if (state.owed !== undefined) {
    // The fence stands already.
    state.owed.push(owed);
    return;
  }
  state.owed = [owed];
  const fence = new UndecidedFence(engine, state, req, res);
  for (const name of ["writeHead", "write", "end", "flushHeaders"] as const) fence.stand(name);
}

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

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

  stand(name: "writeHead" | "write" | "end" | "flushHeaders"): void {
    const res = this.#res;
    const former: (...args: never[]) => unknown = res[name];
    const value = (...args: unknown[]): unknown => {
      if (this.#replaced) return swallow(res, name, args);
      if (!this.#open) {
        // Read once, as Node reads it: "200" and 200.7 are 200.
        const status = Number(name === "writeHead" ? args[0] : res.statusCode) | 0;
        if (!this.#lets(status, name === "writeHead")) return swallow(res, name, args);
        if (name === "writeHead") {
          this.#open = true;
          args[0] = status;
        }
      }
      return Reflect.apply(former, res, args);
    };
    Object.defineProperty(res, name, { value, configurable: true, writable: true });
  }

  #lets(status: number, inHead: boolean): boolean {
    // Below 100 Node refuses to send, and from 600 on nobody knows what it would mean.
    if (status < 200 || (status >= 400 && status < 600)) return true;
    // Where a refusal is answered with a redirect, to a login for example, that is no yes.
    if (this.#state.refused && REDIRECTS.has(status)) return true;
    const owed = this.#state.owed?.find((one) => isOwed(one, this.#state));
    if (owed === undefined) return true;
    const refuses = this.#engine.refusesUndecided;
    if (refuses) this.#replaced = true;
    if (!this.#reported) {
      this.#reported = true;
      const decisionId = crypto.randomUUID();
      if (refuses) this.#replace(decisionId, owed, inHead);
      reportUndecided(this.#engine, this.#req, { owed, status, decisionId, refuses });
    }
    return !refuses;
  }

  #replace(decisionId: string, owed: Owed, inHead: boolean): void {
    // A head that somebody made behind the fence, with Node's own method, waits for the first chunk.
    if (this.#res.headersSent) cutOff(this.#res);
    else {
      const answer = undecidedAnswer(decisionId, this.#engine.style);
      replaceResponse(this.#res, { answer, kept: owed.headers, inHead });
    }
  }
}

/** What a handler calls after its answer was replaced: nothing is sent, and it is told that all is well. */
function swallow(res: ServerResponse, name: string, args: readonly unknown[]): unknown {
  const callback = args.findLast((arg) => typeof arg === "function");
  if (typeof callback === "function" && name !== "writeHead") {
    process.nextTick(() => Reflect.apply(callback, undefined, []));
  }
  if (name === "flushHeaders") return undefined;
  return name === "write" ? true : res;
}
