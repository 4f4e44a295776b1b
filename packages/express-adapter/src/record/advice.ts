import { A_MINUTE, createThrottle, ONCE } from "./throttle.ts";

/** Tells whoever runs the app of a mistake in it, which only some requests bring to light. */
export interface Advisor {
  /** A guard cannot give what a rule needs. Told once. */
  need(message: string): void;
  /** The resolver gave somebody who counts as nobody. Told once. */
  nobody(message: string): void;
  /**
   * A handler did not decide. Told at most once a minute for each place.
   *
   * @param place the guard and the route, as the message names them
   */
  undecided(place: string, message: string): void;
}

/** Process warnings, which `process.on("warning", …)` catches. */
export function createAdvisor(): Advisor {
  const firstTime = createThrottle(ONCE);
  const inThisMinute = createThrottle(A_MINUTE);
  return {
    need(message) {
      if (firstTime(message)) warn("ERR_RBAC_GUARD_MISUSED", message);
    },
    nobody(message) {
      if (firstTime(message)) warn("ERR_RBAC_PRINCIPAL_INVALID", message);
    },
    undecided(place, message) {
      if (inThisMinute(place)) warn("ERR_RBAC_UNDECIDED", message);
    },
  };
}

function warn(code: string, message: string): void {
  process.emitWarning(message, { type: "RbacWarning", code });
}
