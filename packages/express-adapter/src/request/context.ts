import type { IncomingMessage } from "node:http";
import type {
  Catalogue,
  CheckOptions,
  Decision,
  FieldName,
  PermissionName,
  Policy,
  PrincipalOf,
  ResourceArgument,
  ResourceOf,
  RowConditions,
  RowOf,
} from "@intercom-rbac/core";
import { PermissionDeniedError, UnavailableError } from "@intercom-rbac/core";
import { isPromiseLike } from "../containment/awaitable.ts";
import { withStatus } from "../containment/to-error.ts";
import { withoutStack } from "../containment/without-stack.ts";
import type { Engine } from "../engine.ts";
import type { Pass, RequestState } from "./request-state.ts";

/**
 * The policy's questions, asked for the principal of one request, and the row that its guard loaded.
 *
 * `decide` and `authorize` write audit entries; the other questions do not. As they are synchronous and a sink is
 * not, they hand the entry over and do not wait: if the sink fails, the next `decide` or `authorize` on this request
 * throws `ERR_RBAC_UNAVAILABLE`, and a process warning is emitted. What must be recorded before it is done belongs
 * behind a guard, which does wait.
 */
export interface RbacContext<C extends Catalogue, N extends string, T, Row = unknown> {
  readonly principal: PrincipalOf<T>;
  readonly policy: Policy<C, N, T>;
  /** What the guard's `resource` found. */
  readonly resource: Row;
  can<P extends PermissionName<C>>(
    permission: P,
    resource?: ResourceArgument<T, ResourceOf<P>>,
    options?: CheckOptions<FieldName<T, ResourceOf<P>>>,
  ): boolean;
  decide<P extends PermissionName<C>>(
    permission: P,
    resource?: ResourceArgument<T, ResourceOf<P>>,
    options?: CheckOptions<FieldName<T, ResourceOf<P>>>,
  ): Decision<P>;
  /** The allowed decision. Throws `ERR_RBAC_PERMISSION_DENIED`, which `errorHandler` answers. */
  authorize<P extends PermissionName<C>>(
    permission: P,
    resource?: ResourceArgument<T, ResourceOf<P>>,
    options?: CheckOptions<FieldName<T, ResourceOf<P>>>,
  ): Decision<P>;
  couldEver(permission: PermissionName<C>): boolean;
  filter<P extends PermissionName<C>, R extends RowOf<T, ResourceOf<P>>>(
    permission: P,
    rows: readonly R[],
  ): R[];
  conditionsFor(permission: PermissionName<C>): RowConditions;
  permittedFields<P extends PermissionName<C>>(
    permission: P,
    resource?: ResourceArgument<T, ResourceOf<P>>,
  ): readonly FieldName<T, ResourceOf<P>>[];
}

interface Options {
  readonly fields?: readonly string[] | undefined;
}

/** `RbacContext` before the types of a policy are put on it. */
export interface UntypedContext {
  readonly principal: unknown;
  readonly policy: unknown;
  readonly resource: unknown;
  can(permission: string, resource?: unknown, options?: Options): boolean;
  decide(permission: string, resource?: unknown, options?: Options): Decision;
  authorize(permission: string, resource?: unknown, options?: Options): Decision;
  couldEver(permission: string): boolean;
  filter(permission: string, rows: readonly unknown[]): unknown[];
  conditionsFor(permission: string): RowConditions;
  permittedFields(permission: string, resource?: unknown): readonly string[];
}

/** Closures and no methods, so that `const { can } = rbac(req)` works. */
export function createContext(
  engine: Engine,
  req: IncomingMessage,
  state: RequestState,
  { principal, policy, resource }: Pass,
): UntypedContext {
  const decide: (...question: Parameters<UntypedContext["decide"]>) => Recorded = (
    permission,
    row,
    options,
  ) => {
    if (state.auditFailure !== undefined) throw state.auditFailure;
    const decision = policy.decide(principal, permission, row, options);
    const decisionId = crypto.randomUUID();
    handOver(engine, state, { decision, decisionId, principal, resource: row, req });
    if (decision.allowed) state.allow(permission);
    else state.deny(permission);
    return { decision, decisionId };
  };
  return Object.freeze<UntypedContext>({
    principal,
    policy,
    resource,
    can: (permission, row, options) => policy.can(principal, permission, row, options),
    decide: (permission, row, options) => decide(permission, row, options).decision,
    authorize(permission, row, options) {
      const { decision, decisionId } = decide(permission, row, options);
      if (decision.allowed) return decision;
      throw thrown(new PermissionDeniedError(decision, decisionId));
    },
    couldEver: (permission) => policy.couldEver(principal, permission),
    filter: (permission, rows) => policy.filter(principal, permission, rows),
    conditionsFor: (permission) => policy.conditionsFor(principal, permission),
    permittedFields: (permission, row) => policy.permittedFields(principal, permission, row),
  });
}

/** Where no `errorHandler` is mounted, Express's own answers: with this status, and the stack outside of production. */
function thrown(denial: PermissionDeniedError): PermissionDeniedError {
  const status = denial.decision.code === "unauthenticated" ? 401 : 403;
  return withStatus(withoutStack(denial), status);
}

interface Recorded {
  readonly decision: Decision;
  readonly decisionId: string;
}

/** Throws what sink and hook throw at once; what they reject with later closes the request to further decisions. */
function handOver(
  engine: Engine,
  state: RequestState,
  record: Parameters<Engine["recorder"]["record"]>[0],
): void {
  const written = engine.recorder.record(record);
  if (!isPromiseLike(written)) return;
  written.then(undefined, (cause: unknown) => {
    state.auditFailure ??= withoutStack(
      new UnavailableError("An earlier decision on this request could not be recorded.", { cause }),
    );
    engine.warner.warn("The audit entry of a decision could not be written.", cause);
  });
}
