import { AnswerPart } from "./answer-part.ts";
import type { LoadPage } from "./client-page.ts";
import { ClientPage, isPage, isPageContent, turns } from "./client-page.ts";
import type { AnswerWithResponse } from "./client-promise.ts";
import { ClientPromise } from "./client-promise.ts";
import { intercomFailed } from "./intercom-failed.ts";

/** One call of a method of the client, before its request leaves. */
export interface ClientCall {
  /** Where the method is, such as `conversations.reply` or `unstable.contacts.showContact`. */
  readonly method: string;
  /** The caller's; for a next page, those that the first was asked for with. */
  readonly args: readonly unknown[];
  /** It asks for the page after one that the same call answered. */
  readonly nextPage: boolean;
  /**
   * Sends the request, for what it answers. `args`, when given, go in place of the caller's; a next page is asked for as
   * the first was.
   */
  proceed(args?: readonly unknown[]): Promise<unknown>;
}

/**
 * Stands between a call and its request: sends it by `proceed`, or rejects. In place of the answer it may give an
 * `AnswerPart`, whose `shown` is then what the caller sees, of a page a `PageContent`.
 */
export type InterceptCall = (call: ClientCall) => Promise<unknown>;

type SendCall = (args: readonly unknown[]) => unknown;

/** What becomes of the SDK's internals, such as `_options`: throws, or they are not there. */
export type RefuseInternal = (where: string) => undefined;

/** Whatever `run` throws, rejected. Unlike an async function it makes no promise of its own: each call passes here. */
function attempt(run: () => Promise<unknown>): Promise<unknown> {
  try {
    return run();
  } catch (error) {
    return Promise.reject(error);
  }
}

/** What a method of the SDK returned, as a promise: its own is one already. */
function promised(result: unknown): Promise<unknown> {
  return result instanceof Promise ? result : Promise.resolve(result);
}

/**
 * The response beside an answer. The SDK's own promise has it; a page, which comes without such a promise, has its own.
 *
 * @param result what a method returned
 * @param data what that came to
 */
async function rawResponseOf(result: unknown, data: unknown): Promise<unknown> {
  if (typeof result === "object" && result !== null && "withRawResponse" in result) {
    const { withRawResponse } = result;
    if (typeof withRawResponse === "function") {
      const answer: AnswerWithResponse = await Reflect.apply(withRawResponse, result, []);
      return answer.rawResponse;
    }
  }
  return isPage(data) ? data.rawResponse : undefined;
}

/** One call of one method: what it is sent with, and what came of it. */
class InterceptedCall implements ClientCall {
  readonly method: string;
  readonly args: readonly unknown[];
  readonly nextPage = false;
  readonly #send: SendCall;
  readonly #intercept: InterceptCall;
  #sent: readonly unknown[];
  /** What the SDK returned, for as long as the response beside the answer has to be asked of it. */
  #result: unknown;
  /** Asked for already. */
  #rawResponse: Promise<unknown> | undefined;

  constructor(method: string, args: readonly unknown[], send: SendCall, intercept: InterceptCall) {
    this.method = method;
    this.args = args;
    this.#send = send;
    this.#intercept = intercept;
    this.#sent = args;
  }

  run(): ClientPromise {
    return new ClientPromise(
      attempt(() => this.#intercept(this)).then(
        (answer) => this.#shown(answer),
        (error) => this.#failed(error),
      ),
      () => this.#rawResponse ?? rawResponseOf(this.#result, undefined),
    );
  }

  proceed(args: readonly unknown[] = this.args): Promise<unknown> {
    this.#sent = args;
    return attempt(() => {
      this.#result = this.#send(args);
      return promised(this.#result);
    });
  }

  /** A page is seen as one whose further pages are intercepted too. */
  #shown(answer: unknown): unknown {
    const whole = AnswerPart.wholeOf(answer);
    const shown = AnswerPart.shownOf(answer);
    if (shown === whole && !turns(whole)) return whole;
    // The SDK's own would turn without anybody being asked.
    if (turns(whole) && !isPage(whole)) {
      return this.#failed(intercomFailed({ reason: "answer-invalid" }));
    }
    // The page will be another by then, and of what is not shown nothing is kept.
    this.#rawResponse = rawResponseOf(this.#result, whole);
    // Whoever asks for it hears of it; that nobody may have asked is no failure.
    this.#rawResponse.catch(() => undefined);
    this.#result = undefined;
    if (!isPage(whole) || !isPageContent(shown)) return shown;
    const { method } = this;
    const args = this.#sent;
    const next: LoadPage = (proceed) =>
      attempt(() => this.#intercept({ method, args, nextPage: true, proceed }));
    return new ClientPage(whole, shown, next);
  }

  #failed(error: unknown): never {
    this.#result = undefined;
    throw error;
  }
}

function wrapLevel<Level extends object>(
  level: Level,
  path: string,
  intercept: InterceptCall,
  refuse: RefuseInternal,
): Level {
  // An empty object of the same class stands in for the real one, so that neither a property nor `inspect`, which
  // looks behind a proxy, reaches the token in its options.
  const shadow: Level = Object.freeze(Object.create(Object.getPrototypeOf(level)));
  const members = new Map<string, unknown>();

  function member(name: string): unknown {
    const where = path === "" ? name : `${path}.${name}`;
    // `_options` and the SDK's other internals, methods among them, would be a way round.
    if (name.startsWith("_")) return refuse(where);
    const value: unknown = Reflect.get(level, name);
    if (typeof value === "function") {
      const send: SendCall = (args) => Reflect.apply(value, level, args);
      return (...args: readonly unknown[]) =>
        new InterceptedCall(where, args, send, intercept).run();
    }
    if (typeof value === "object" && value !== null) {
      return wrapLevel(value, where, intercept, refuse);
    }
    return value;
  }

  return new Proxy(shadow, {
    get(target, name) {
      if (typeof name === "symbol") return Reflect.get(level, name);
      if (name in Object.prototype) return Reflect.get(target, name);
      if (!members.has(name)) members.set(name, member(name));
      return members.get(name);
    },
  });
}

/**
 * The same client, every method of which, and of its nested clients, goes through `intercept` before its request
 * leaves. The type, `instanceof`, `withRawResponse`, pages and their iteration stay what they are; what the SDK keeps to
 * itself (names that begin with `_`) is out of reach, and nothing can be set.
 *
 * @example
 * wrapMethods(client, async (call) => {
 *   console.log(call.method); // "admins.list"
 *   return call.proceed();
 * });
 */
export function wrapMethods<Client extends object>(
  client: Client,
  intercept: InterceptCall,
  refuse: RefuseInternal = () => undefined,
): Client {
  return wrapLevel(client, "", intercept, refuse);
}
