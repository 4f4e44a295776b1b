import type { AuditSink } from "./audit.ts";
import { decisionId } from "./decision-id.ts";
import { PermissionDeniedError, UnavailableError } from "./errors.ts";
import type { Catalogue, PermissionName, ResourceOf } from "./types/catalogue.ts";
import type { FieldName } from "./types/condition.ts";
import type { Decision } from "./types/decision.ts";
import type { CheckOptions, Policy, Who } from "./types/policy.ts";
import type { RowOf } from "./types/principal.ts";

/** What a job does on whose behalf, for the audit log. */
export interface AuthorizerOptions<C extends Catalogue, N extends string, T> {
  readonly policy: Policy<C, N, T>;
  /** Every `decide` and `authorize` is written here before it answers. */
  readonly audit?: AuditSink | undefined;
  readonly workspaceId?: string | undefined;
}

/** Who, what, on what: the shape of every question. */
type Question<C extends Catalogue, T, P extends PermissionName<C>> = [
  who: Who<T>,
  permission: P,
  resource?: RowOf<T, ResourceOf<P>>,
  options?: CheckOptions<FieldName<T, ResourceOf<P>>>,
];

/** The policy's questions outside a request: jobs, scripts, queues. */
export interface Authorizer<C extends Catalogue, T> {
  can<P extends PermissionName<C>>(...question: Question<C, T, P>): boolean;
  couldEver(who: Who<T>, permission: PermissionName<C>): boolean;
  filter<P extends PermissionName<C>, Row extends RowOf<T, ResourceOf<P>>>(
    who: Who<T>,
    permission: P,
    rows: readonly Row[],
  ): Row[];
  /** Rejects with `ERR_RBAC_UNAVAILABLE` when the entry cannot be written. */
  decide<P extends PermissionName<C>>(...question: Question<C, T, P>): Promise<Decision<P>>;
  /** The allowed decision. Rejects with `ERR_RBAC_PERMISSION_DENIED` or `ERR_RBAC_UNAVAILABLE`. */
  authorize<P extends PermissionName<C>>(...question: Question<C, T, P>): Promise<Decision<P>>;
}

/**
 * Asks the policy outside a request and writes each `decide` and `authorize` to the audit log first: what cannot be
 * written does not happen. `can`, `couldEver` and `filter` are not written.
 *
 * @example
 * const authorizer = createAuthorizer({ policy, audit });
 * await authorizer.authorize(admin, "contacts:delete");
 * await client.contacts.delete({ contact_id });
 */
export function createAuthorizer<C extends Catalogue, N extends string, T>(
  options: AuthorizerOptions<C, N, T>,
): Authorizer<C, T> {
  const { policy, audit, workspaceId } = options;

  /** Decides, and writes the entry with this id. */
  async function audited<P extends PermissionName<C>>(
    id: string,
    ...[who, permission, resource, checkOptions]: Question<C, T, P>
  ): Promise<Decision<P>> {
    const decision = policy.decide(who, permission, resource, checkOptions);
    if (audit === undefined) return decision;
    try {
      await audit.write({
        at: new Date().toISOString(),
        decisionId: id,
        // An id that the decision did not take for one, such as an inherited one, names nobody.
        ...(decision.code === "unauthenticated" || !who ? {} : { adminId: who.id }),
        ...(workspaceId === undefined ? {} : { workspaceId }),
        permission,
        outcome: decision.allowed ? "allowed" : "denied",
        code: decision.code,
        policyVersion: decision.policyVersion,
      });
    } catch (cause) {
      throw new UnavailableError("The decision could not be written to the audit log.", { cause });
    }
    return decision;
  }

  return Object.freeze<Authorizer<C, T>>({
    can: (...question) => policy.can(...question),
    couldEver: (who, permission) => policy.couldEver(who, permission),
    filter: (who, permission, rows) => policy.filter(who, permission, rows),
    decide: (...question) => audited(decisionId(), ...question),
    async authorize(...question) {
      const id = decisionId();
      const decision = await audited(id, ...question);
      if (!decision.allowed) {
        throw new PermissionDeniedError(decision, audit === undefined ? undefined : id);
      }
      return decision;
    },
  });
}
