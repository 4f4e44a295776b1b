/** Tells whoever runs the app of a mistake in a route, which only some requests bring to light. */
export interface Advisor {
  /** A guard cannot give what a rule on the permission needs. Told once for each guard and permission. */
  need(guard: object, permission: string, message: string): void;
  /** A handler did not decide. Told at most once a minute for each guard. */
  undecided(guard: object, message: string): void;
}

const INTERVAL_MS = 60_000;

/** Process warnings, which `process.on("warning", …)` catches. `guard` is any object that stands for it alone. */
export function createAdvisor(): Advisor {
  const needs = new WeakMap<object, Set<string>>();
  const last = new WeakMap<object, number>();
  return {
    need(guard, permission, message) {
      const told = needs.get(guard) ?? new Set();
      needs.set(guard, told);
      if (told.has(permission)) return;
      told.add(permission);
      process.emitWarning(message, { type: "RbacWarning", code: "ERR_RBAC_GUARD_MISUSED" });
    },
    undecided(guard, message) {
      const now = performance.now();
      if (now - (last.get(guard) ?? Number.NEGATIVE_INFINITY) < INTERVAL_MS) return;
      last.set(guard, now);
      process.emitWarning(message, { type: "RbacWarning", code: "ERR_RBAC_UNDECIDED" });
    },
  };
}
