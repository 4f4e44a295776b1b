import type { IncomingMessage } from "node:http";
import { RequestState } from "./request-state.ts";

/** Shared by every copy of this package in a process, so that a request carries one property and not several. */
const STATES: unique symbol = Symbol.for("@intercom-rbac/express:states");

type Carrier = IncomingMessage & { readonly [STATES]?: unknown };

/** Where one `createRbac` keeps its states. Others' states on the same request are apart from them. */
export interface RequestStates {
  of(req: IncomingMessage): RequestState;
  /** Without making one. */
  find(req: IncomingMessage): RequestState | undefined;
}

/** The request's own: one derived from another (`Object.create(req)`) asks for other rows, and maybe elsewhere. */
function statesOn(req: Carrier): unknown {
  return Object.hasOwn(req, STATES) ? req[STATES] : undefined;
}

/** States on one request hang together, across copies of this package too. */
interface Link {
  beside: unknown;
}

function isLink(value: unknown): value is Link {
  return typeof value === "object" && value !== null && "beside" in value;
}

function stateOf(owner: object, states: unknown): RequestState | undefined {
  let state = states;
  while (isLink(state)) {
    if (state instanceof RequestState && state.owner === owner) return state;
    state = state.beside;
  }
  return undefined;
}

export function createRequestStates(): RequestStates {
  // Nobody else has this object, so what is kept under it is what this instance put there.
  const owner = Object.freeze({});
  return {
    find: (req) => stateOf(owner, statesOn(req)),
    of(req) {
      const states = statesOn(req);
      const known = stateOf(owner, states);
      if (known !== undefined) return known;
      const value = new RequestState(owner);
      if (isLink(states)) {
        value.beside = states.beside;
        states.beside = value;
      }
      // Not enumerable: copying or logging a request must not carry principals and rows along.
      else Object.defineProperty(req, STATES, { value });
      return value;
    },
  };
}
