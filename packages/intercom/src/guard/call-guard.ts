import type { InterceptCall } from "../client/wrap-methods.ts";
import type { GuardSetup } from "./guarded-call.ts";
import { GuardedCall } from "./guarded-call.ts";
import { refusedMethod } from "./refused-methods.ts";
import { findKnownMethod, readCall } from "./request/read-call.ts";

function isPromiseLike(value: unknown): value is PromiseLike<unknown> {
  return (
    typeof value === "object" && value !== null && typeof Reflect.get(value, "then") === "function"
  );
}

/** Lets a call through when all that it demands is allowed, of the rows it acts on too. */
export function createCallGuard(setup: GuardSetup): InterceptCall {
  return (call) => {
    const known = findKnownMethod(call.method);
    if (known === undefined) throw refusedMethod(call.method);
    const read = readCall(known, call.args);
    const who = setup.principal();
    if (!isPromiseLike(who)) return new GuardedCall(setup, call, read, who).run();
    return Promise.resolve(who).then((found) => new GuardedCall(setup, call, read, found).run());
  };
}
