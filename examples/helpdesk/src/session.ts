import type { Request, RequestHandler } from "express";
import session from "express-session";

/** Who has signed in, by what Intercom said. Nothing else of a session is believed. */
export interface SignedIn {
  readonly workspaceId: string;
  readonly adminId: string;
}

declare module "express-session" {
  interface SessionData {
    signedIn: SignedIn;
  }
}

/** Sessions in memory, for the demo: with more than one process, give express-session a store. */
export function sessions(secret: string, options: { readonly secure: boolean }): RequestHandler {
  return session({
    name: "helpdesk",
    secret,
    resave: false,
    saveUninitialized: false,
    cookie: { httpOnly: true, sameSite: "lax", secure: options.secure },
  });
}

/** Under a new id, so that a session planted before the sign-in is worth nothing after it. */
export function signIn(req: Request, who: SignedIn): Promise<void> {
  return new Promise((resolve, reject) => {
    req.session.regenerate((error: unknown) => {
      if (error !== undefined && error !== null) return reject(error);
      req.session.signedIn = who;
      return resolve();
    });
  });
}

export function signedInAs(req: Request): SignedIn | undefined {
  return req.session.signedIn;
}
