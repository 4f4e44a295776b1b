import { inspect } from "../containment/inspect.ts";

/** Tells whoever runs the app, at most once a minute, of a failure that no caller hears of. */
export interface Warner {
  warn(what: string, cause: unknown): void;
}

const INTERVAL_MS = 60_000;

/**
 * Process warnings, which `process.on("warning", …)` catches. They name the cause by its class and code and leave
 * out its message, which may quote a connection string.
 */
export function createWarner(): Warner {
  let last = Number.NEGATIVE_INFINITY;
  return {
    warn(what, cause) {
      const now = performance.now();
      if (now - last < INTERVAL_MS) return;
      last = now;
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
  return `${cause.name}${code}`.replace(/[^\x20-\x7e]/g, "?").slice(0, 100);
}
