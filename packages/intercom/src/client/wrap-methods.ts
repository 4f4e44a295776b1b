import { ClientPage, isPage } from "./client-page.ts";
import type { ClientAnswer } from "./client-promise.ts";
import { ClientPromise } from "./client-promise.ts";

/** One call of a method of the client, before its request leaves. */
export interface ClientCall {
  /** Where the method is, such as `conversations.reply` or `unstable.contacts.showContact`. */
  readonly method: string;
  readonly args: readonly unknown[];
  /** It asks for the page after one that the same call answered. */
  readonly nextPage: boolean;
  /** Sends the request. `args`, when given, go in place of the caller's; a next page is asked for as the first was. */
  proceed(args?: readonly unknown[]): Promise<ClientAnswer>;
}

/** Stands between a call and its request: sends it by `proceed`, or rejects. */
export type InterceptCall = (call: ClientCall) => Promise<ClientAnswer>;

async function answerOf(result: unknown): Promise<ClientAnswer> {
  if (typeof result === "object" && result !== null && "withRawResponse" in result) {
    const { withRawResponse } = result;
    if (typeof withRawResponse === "function") {
      const { data, rawResponse }: ClientAnswer = await Reflect.apply(withRawResponse, result, []);
      return { data, rawResponse };
    }
  }
  const data: unknown = await result;
  return { data, rawResponse: isPage(data) ? data.rawResponse : undefined };
}

/** `send`, every call of which, and of its further pages, goes through `intercept`. */
function wrapMethod(
  send: (args: readonly unknown[]) => unknown,
  method: string,
  intercept: InterceptCall,
): (...args: unknown[]) => ClientPromise {
  return (...args) => {
    async function through(
      nextPage: boolean,
      proceed: ClientCall["proceed"],
    ): Promise<ClientAnswer> {
      const { data, rawResponse } = await intercept({ method, args, nextPage, proceed });
      if (nextPage || !isPage(data)) return { data, rawResponse };
      const page = new ClientPage(data, (turn) => through(true, turn));
      return { data: page, rawResponse };
    }
    return new ClientPromise(through(false, async (given = args) => answerOf(send(given))));
  };
}

function wrapLevel<Level extends object>(
  level: Level,
  path: string,
  intercept: InterceptCall,
): Level {
  // An empty object of the same class stands in for the real one, so that neither a property nor `inspect`, which
  // looks behind a proxy, reaches the token in its options.
  const shadow: Level = Object.freeze(Object.create(Object.getPrototypeOf(level)));
  const members = new Map<string, unknown>();

  function member(name: string): unknown {
    // `_options` and the SDK's other internals, methods among them, would be a way round.
    if (name.startsWith("_")) return undefined;
    const value: unknown = Reflect.get(level, name);
    const where = path === "" ? name : `${path}.${name}`;
    if (typeof value === "function") {
      return wrapMethod((args) => Reflect.apply(value, level, args), where, intercept);
    }
    if (typeof value === "object" && value !== null) return wrapLevel(value, where, intercept);
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
): Client {
  return wrapLevel(client, "", intercept);
}
