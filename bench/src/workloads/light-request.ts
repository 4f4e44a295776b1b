import { IncomingMessage, ServerResponse } from "node:http";
import type { RoleName } from "./support-desk.ts";
import { GRANTED } from "./support-desk.ts";

/** What a login leaves: `role` for the floor, `roles` for us, `permissions` for express-jwt-permissions. */
export interface User {
  readonly id: string;
  readonly role: RoleName;
  readonly roles: readonly string[];
  readonly permissions: readonly string[];
}

const HEADERS = { host: "localhost", accept: "application/json" };
const LOCALS = { username: "owner" };

/**
 * What a guard sees of a request and a response, with the prototypes of Node's own and without the streams below, whose
 * making would be most of what is measured. Made anew at every call, as requests are, and so is the user on it.
 */
export class LightRequest {
  readonly method = "DELETE";
  readonly url = "/contacts/1";
  readonly originalUrl = "/contacts/1";
  readonly headers = HEADERS;
  readonly user: User | undefined = {
    id: "user-7",
    role: "owner",
    roles: ["owner"],
    permissions: GRANTED.owner,
  };
  /** Not there until a middleware puts it there. */
  declare context?: unknown;
}

export class LightResponse {
  statusCode = 200;
  readonly finished = false;
  readonly destroyed = false;
  readonly _closed = false;
  readonly _header = null;
  /** Where casbin-express-authz looks for the user. */
  readonly locals = LOCALS;
}

Object.setPrototypeOf(LightRequest.prototype, IncomingMessage.prototype);
Object.setPrototypeOf(LightResponse.prototype, ServerResponse.prototype);

/** A middleware of whichever package, as it is called here. */
export type AnyMiddleware = (req: object, res: object, next: (error?: unknown) => void) => unknown;

function isMiddleware(value: unknown): value is AnyMiddleware {
  return typeof value === "function" && value.length >= 2;
}

/** Each package types its requests in its own way, none of which a light one is. */
export function anyMiddleware(value: unknown): AnyMiddleware {
  if (!isMiddleware(value)) throw new TypeError("no middleware");
  return value;
}
