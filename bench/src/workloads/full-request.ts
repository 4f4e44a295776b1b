import { IncomingMessage, ServerResponse } from "node:http";
import { Socket } from "node:net";
import type { AnyMiddleware } from "./light-request.ts";
import type { RoleName } from "./support-desk.ts";
import { GRANTED } from "./support-desk.ts";

/** Whether a middleware lets a real request pass, with whatever Express would have added to it. */
export function letsPass(middleware: AnyMiddleware, role: RoleName): Promise<boolean> {
  return new Promise((resolve) => {
    const req = Object.assign(new IncomingMessage(new Socket()), {
      method: "DELETE",
      url: "/contacts/1",
      originalUrl: "/contacts/1",
      user: { id: "user-7", role, roles: [role], permissions: GRANTED[role] },
    });
    const end = () => {
      resolve(false);
    };
    const res = new ServerResponse(req);
    Object.assign(res, {
      locals: { username: role },
      end,
      json: end,
      status(code: number) {
        res.statusCode = code;
        return res;
      },
    });
    middleware(req, res, (error) => resolve(!error));
  });
}
