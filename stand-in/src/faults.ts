import type { Fault } from "./stand-in.ts";

interface Pending {
  readonly fault: Fault;
  left: number;
}

/** What each status says unless the fault says otherwise. */
const DEFAULTS: Readonly<Record<number, readonly [code: string, message: string]>> = {
  401: ["unauthorized", "Access Token Invalid"],
  403: ["forbidden", "Forbidden request"],
  404: ["not_found", "Resource Not Found"],
  429: ["rate_limit_exceeded", "Exceeded rate limit of 1667 in 10_seconds"],
};

/** Faults to come, tried in the order they were given. */
export class Faults {
  #pending: Pending[] = [];

  add(fault: Fault): void {
    this.#pending.push({ fault, left: fault.times ?? 1 });
  }

  clear(): void {
    this.#pending = [];
  }

  /** The fault that strikes this request, if any; it is used up by that. */
  take(method: string, path: string): Fault | undefined {
    const found = this.#pending.find(({ fault }) => isHit(fault, method, path));
    if (found === undefined) return undefined;
    found.left -= 1;
    if (found.left <= 0) this.#pending = this.#pending.filter((one) => one !== found);
    return found.fault;
  }
}

function isHit(fault: Fault, method: string, path: string): boolean {
  if (fault.method !== undefined && fault.method.toUpperCase() !== method) return false;
  if (fault.path === undefined) return true;
  return fault.path.endsWith("*") ? path.startsWith(fault.path.slice(0, -1)) : fault.path === path;
}

/** The code and the message of a fault with a status. */
export function toFaultError(fault: Exclude<Fault["kind"], string>): {
  code: string;
  message: string;
} {
  const [code, message] = DEFAULTS[fault.status] ?? ["server_error", "Internal Server Error"];
  return { code: fault.code ?? code, message: fault.message ?? message };
}
