import type { IncomingMessage } from "node:http";
import type { UnavailableError } from "@intercom-rbac/core";
import type { Awaitable } from "../containment/awaitable.ts";
import { isPromiseLike } from "../containment/awaitable.ts";

/** A guard let the request pass. */
export interface Pass {
  readonly principal: unknown;
  /** What the guard's loader found; `undefined` for a guard without one. */
  readonly resource: unknown;
}

/** What one `createRbac` knows of one request. */
export class RequestState {
  readonly #passes = new Map<object, Pass>();
  readonly #met = new Set<string>();
  #principal: { readonly value: Awaitable<unknown> } | undefined;
  #latest: Pass | undefined;
  #refused = false;
  /** Once an entry is lost, nothing more is allowed on this request. */
  auditFailure: UnavailableError | undefined;

  /** The principal, asked for once; a failed attempt is not kept. `undefined` for nobody. */
  principal(resolve: () => Awaitable<unknown>): Awaitable<unknown> {
    if (this.#principal !== undefined) return this.#principal.value;
    const found = resolve();
    if (!isPromiseLike(found)) return this.#keep(found);
    const value = Promise.resolve(found).then(
      (settled) => this.#keep(settled),
      (thrown: unknown) => {
        this.#principal = undefined;
        throw thrown;
      },
    );
    this.#principal = { value };
    return value;
  }

  /** For reading after the fact; a promise still under way counts as nobody. */
  get knownPrincipal(): unknown {
    const value = this.#principal?.value;
    return isPromiseLike(value) ? undefined : value;
  }

  #keep(found: unknown): unknown {
    // Every falsy value is "nobody": `req.user && { … }` gives whichever `req.user` was.
    const value = found || undefined;
    this.#principal = { value };
    return value;
  }

  /** Has this requirement, which asks for no row, been met and recorded on this request? */
  hasMet(key: string): boolean {
    return this.#met.has(key);
  }

  met(key: string): void {
    this.#met.add(key);
  }

  /** A guard that starts anew has not allowed anything yet, whatever it said earlier on this request. */
  enter(guard: object): void {
    this.#passes.delete(guard);
  }

  /** Whatever takes the request further from here, what was allowed before counts no more. */
  refuse(): void {
    this.#passes.clear();
    this.#latest = undefined;
    this.#refused = true;
  }

  /** Stays so: a guard that passes later speaks for itself, in `passOf`, and not for the one that refused. */
  get refused(): boolean {
    return this.#refused;
  }

  pass(guard: object, pass: Pass): void {
    this.#passes.set(guard, pass);
    this.#latest = pass;
  }

  passOf(guard: object): Pass | undefined {
    return this.#passes.get(guard);
  }

  /** Of the last guard that let the request pass. */
  get latest(): Pass | undefined {
    return this.#latest;
  }
}

/** Shared by every copy of this package in a process, so that a request carries one property and not several. */
const STATES = Symbol.for("@intercom-rbac/express:states");

/** Where one `createRbac` keeps its states. Others' states on the same request are apart from them. */
export interface RequestStates {
  of(req: IncomingMessage): RequestState;
  /** Without making one. */
  find(req: IncomingMessage): RequestState | undefined;
}

function statesOn(req: IncomingMessage): Map<unknown, unknown> | undefined {
  const found: unknown = Reflect.get(req, STATES);
  return found instanceof Map ? found : undefined;
}

export function createRequestStates(): RequestStates {
  // Nobody else has this object, so what is kept under it is what this instance put there.
  const owner = {};
  const find = (req: IncomingMessage): RequestState | undefined => {
    const state = statesOn(req)?.get(owner);
    return state instanceof RequestState ? state : undefined;
  };
  return {
    find,
    of(req) {
      const known = find(req);
      if (known !== undefined) return known;
      const state = new RequestState();
      const others = statesOn(req);
      if (others !== undefined) others.set(owner, state);
      // Not enumerable: copying or logging a request must not carry principals and rows along.
      else Object.defineProperty(req, STATES, { value: new Map([[owner, state]]) });
      return state;
    },
  };
}
