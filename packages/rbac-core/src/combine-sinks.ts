import type { AuditSink } from "./audit.ts";
import { OptionInvalidError } from "./errors.ts";
import { kindOf } from "./problems/describe-value.ts";

/**
 * Several audit sinks as one. Each is given the entry when the one before has kept it, so that nobody is told of a
 * decision that was not recorded: the durable log comes first. The first that rejects ends it, and refuses the action as
 * a single sink would.
 *
 * Throws `ERR_RBAC_OPTION_INVALID` without a sink, and for what has no method `write`.
 *
 * @example
 * createRbac({ policy, principal, audit: combineSinks(database, alerts) });
 */
export function combineSinks(...sinks: readonly AuditSink[]): AuditSink {
  const own = [...sinks];
  if (own.length === 0) throw new OptionInvalidError("combineSinks: give at least one sink.");
  for (const [index, sink] of own.entries()) {
    if (typeof sink?.write === "function") continue;
    throw new OptionInvalidError(
      `combineSinks: argument ${index + 1} must have a method write(entry), and is ${kindOf(sink)}.`,
    );
  }
  return Object.freeze<AuditSink>({
    async write(entry) {
      for (const sink of own) await sink.write(entry);
    },
  });
}
