import type { IncomingMessage, ServerResponse } from "node:http";
import type { UnavailableError } from "@intercom-rbac/core";
import type { UntypedPolicy } from "../untyped-policy.ts";
import { Once } from "./once.ts";
import type { Owed } from "./owed.ts";

/** A guard let the request pass. */
export interface Pass {
  readonly principal: unknown;
  /** The policy that said so: the app's, or that of the request's workspace. */
  readonly policy: UntypedPolicy;
  /** What the guard's loader found; `undefined` for a guard without one. */
  readonly resource: unknown;
  /** The permissions that it decided on: none for a guard that leaves the rows, or everything, to the handler. */
  readonly decided: readonly string[];
}

const NOTHING: readonly Owed[] = Object.freeze([]);

/** What one `createRbac` knows of one request. */
export class RequestState {
  /** Stands for the `createRbac` whose state this is. */
  readonly owner: object;
  /** The state of another one on the same request, and so on. */
  beside: RequestState | undefined;
  /** The guard that passed while no other had, and what it said: most requests meet one. The others are in a map. */
  #guard: object | undefined;
  #pass: Pass | undefined;
  #passes: Map<object, Pass> | undefined;
  /** Falsy for nobody, in whichever spelling `req.user && { … }` gave it. */
  readonly principal: Once<unknown> = new Once<unknown>();
  #policy: Once<UntypedPolicy> | undefined;
  #met: Map<string, readonly string[]> | undefined;
  #decided: Set<string> | undefined;
  #denied: Map<string, number> | undefined;
  #latest: Pass | undefined;
  #refused = false;
  /** What guards let pass for the handler to decide. */
  #owed: Owed[] | undefined;
  #fenced: WeakSet<ServerResponse> | undefined;
  /** Whether `onDenied` is answering a refusal right now. */
  isAnswering = false;
  /** Once an entry is lost, nothing more is allowed on this request. */
  auditFailure: UnavailableError | undefined;

  constructor(owner: object) {
    this.owner = owner;
  }

  /** The policy of the request's workspace, in apps where each has its own. */
  get policy(): Once<UntypedPolicy> {
    this.#policy ??= new Once<UntypedPolicy>();
    return this.#policy;
  }

  /**
   * What was decided when this requirement, which asks for no row, was met and recorded on this request; `undefined` if
   * it was not.
   */
  decidedBy(requirement: string): readonly string[] | undefined {
    return this.#met?.get(requirement);
  }

  met(requirement: string, decided: readonly string[]): void {
    this.#met ??= new Map();
    this.#met.set(requirement, decided);
  }

  get owed(): readonly Owed[] {
    return this.#owed ?? NOTHING;
  }

  /** A guard that leaves the decision to the handler anew takes back what was decided for its former run. */
  owe(owed: Owed): void {
    this.#owed ??= [];
    if (this.#owed.some(({ requirement }) => requirement === owed.requirement)) {
      for (const { permission } of owed.open) this.#decided?.delete(permission);
    }
    this.#owed.push(owed);
  }

  /** The responses that are held back until nothing is owed. */
  get fenced(): WeakSet<ServerResponse> {
    this.#fenced ??= new WeakSet();
    return this.#fenced;
  }

  /** A handler asked for a decision on this permission and was told yes. */
  allow(permission: string): void {
    this.#decided ??= new Set();
    this.#decided.add(permission);
  }

  /** A handler asked for a decision on this permission and was told no. */
  deny(permission: string): void {
    this.#denied ??= new Map();
    this.#denied.set(permission, this.timesDenied(permission) + 1);
  }

  timesDenied(permission: string): number {
    return this.#denied?.get(permission) ?? 0;
  }

  /** Has the permission been decided on and allowed, by a guard or in a handler? Once refused, nothing has. */
  hasAllowed(permission: string): boolean {
    if (this.#refused) return false;
    if (this.#decided?.has(permission) === true) return true;
    if (this.#pass?.decided.includes(permission) === true) return true;
    for (const { decided } of this.#passes?.values() ?? []) {
      if (decided.includes(permission)) return true;
    }
    return false;
  }

  /** A guard that starts anew has not allowed anything yet, whatever it said earlier on this request. */
  enter(guard: object): void {
    if (this.#guard === guard) {
      this.#guard = undefined;
      this.#pass = undefined;
    } else this.#passes?.delete(guard);
  }

  /** Whatever takes the request further from here, what was allowed before counts no more. */
  refuse(): void {
    this.#guard = undefined;
    this.#pass = undefined;
    this.#passes = undefined;
    this.#latest = undefined;
    this.#refused = true;
  }

  /** Stays so: a guard that passes later speaks for itself, in `passOf`, and not for the one that refused. */
  get refused(): boolean {
    return this.#refused;
  }

  pass(guard: object, pass: Pass): void {
    // A run that waited may end after another of the same guard.
    this.enter(guard);
    this.#latest = pass;
    if (this.#guard === undefined) {
      this.#guard = guard;
      this.#pass = pass;
    } else {
      this.#passes ??= new Map();
      this.#passes.set(guard, pass);
    }
  }

  passOf(guard: object): Pass | undefined {
    return this.#guard === guard ? this.#pass : this.#passes?.get(guard);
  }

  /** Of the last guard that let the request pass. */
  get latest(): Pass | undefined {
    return this.#latest;
  }
}

/** Where one `createRbac` keeps its states. Others' states on the same request are apart from them. */
export interface RequestStates {
  of(req: IncomingMessage): RequestState;
  /** Without making one. */
  find(req: IncomingMessage): RequestState | undefined;
}

/** Its constructor gives back the object it is given, on which a subclass then puts its private field. */
class Given {
  constructor(given: object) {
    // biome-ignore lint/correctness/noConstructorReturn: that is its purpose
    return given;
  }
}

/**
 * The request's own states, in a private field: copying or logging a request carries no principals and rows along, and
 * one derived from another (`Object.create(req)`) asks for other rows, and maybe elsewhere. An own property that is
 * not enumerable would do the same and cost more than all the rest of a guard.
 */
class StatesOn extends Given {
  #first: RequestState;

  constructor(req: IncomingMessage, first: RequestState) {
    super(req);
    this.#first = first;
  }

  static first(req: IncomingMessage): RequestState | undefined {
    return #first in req ? req.#first : undefined;
  }
}

function stateOf(owner: object, first: RequestState | undefined): RequestState | undefined {
  let state = first;
  while (state !== undefined && state.owner !== owner) state = state.beside;
  return state;
}

export function createRequestStates(): RequestStates {
  // Nobody else has this object, so what is kept under it is what this instance put there.
  const owner = Object.freeze({});
  return {
    find: (req) => stateOf(owner, StatesOn.first(req)),
    of(req) {
      const first = StatesOn.first(req);
      const known = stateOf(owner, first);
      if (known !== undefined) return known;
      const state = new RequestState(owner);
      if (first === undefined) new StatesOn(req, state);
      else {
        state.beside = first.beside;
        first.beside = state;
      }
      return state;
    },
  };
}
