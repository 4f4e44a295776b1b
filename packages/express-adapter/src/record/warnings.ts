import { isRbacError } from "@intercom-rbac/core";
import { inspect } from "../containment/inspect.ts";
import { A_MINUTE, createThrottle } from "./throttle.ts";

/** Tells whoever runs the app, at most once a minute, of a failure that no caller hears of. */
export interface Warner {
  warn(what: string, cause: unknown): void;
}

/**
 * Process warnings, which `process.on("warning", …)` catches. They name the cause by its class and code and leave
 * out its message, which may quote a connection string; that of a failed call to Intercom says what to do and holds no
 * secret.
 */
export function createWarner(): Warner {
  const mayTell = createThrottle(A_MINUTE);
  return {
    warn(what, cause) {
      // Whatever it is: where one thing is away, others are.
      if (!mayTell("failure")) return;
      process.emitWarning(
        `${what} (${inspect(() => nameOf(cause), "an Error that cannot be read")})`,
        {
          type: "RbacWarning",
          code: "ERR_RBAC_UNAVAILABLE",
        },
      );
    },
  };
}

function nameOf(cause: unknown): string {
  if (!(cause instanceof Error)) return "no Error was given";
  const code = "code" in cause && typeof cause.code === "string" ? ` ${cause.code}` : "";
  const name = printable(`${cause.name}${code}`).slice(0, 100);
  const isSafe = isRbacError(cause) && cause.code === "ERR_RBAC_INTERCOM_FAILED";
  return isSafe ? `${name}: ${printable(cause.message).slice(0, 500)}` : name;
}

function printable(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, "?");
}
