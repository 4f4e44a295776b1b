import type { AuditSink } from "./audit.ts";
import { toAuditEntry } from "./audit-entry.ts";
import { decisionId } from "./decision-id.ts";
import { OptionInvalidError, PermissionDeniedError, UnavailableError } from "./errors.ts";
import { kindOf } from "./problems/describe-value.ts";
import { checkOptions } from "./problems/options.ts";
import type { Catalogue, PermissionName, ResourceOf } from "./types/catalogue.ts";
import type { FieldName } from "./types/condition.ts";
import type { Decision } from "./types/decision.ts";
import type { CheckOptions, Policy, Who } from "./types/policy.ts";
import type { ResourceArgument } from "./types/principal.ts";

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
  resource?: ResourceArgument<T, ResourceOf<P>>,
  options?: CheckOptions<FieldName<T, ResourceOf<P>>>,
];

/**
 * The policy's questions outside a request: jobs, scripts, queues. Those that decide are asynchronous, because they
 * wait for the audit log.
 */
export interface Authorizer<C extends Catalogue, N extends string, T>
  extends Pick<
    Policy<C, N, T>,
    "can" | "checker" | "couldEver" | "explain" | "filter" | "conditionsFor" | "permittedFields"
  > {
  /** Rejects with `ERR_RBAC_UNAVAILABLE` when the entry cannot be written. */
  decide<P extends PermissionName<C>>(...question: Question<C, T, P>): Promise<Decision<P>>;
  /** The allowed decision. Rejects with `ERR_RBAC_PERMISSION_DENIED` or `ERR_RBAC_UNAVAILABLE`. */
  authorize<P extends PermissionName<C>>(...question: Question<C, T, P>): Promise<Decision<P>>;
}

function checkAuthorizerOptions(options: object): void {
  const where = "createAuthorizer";
  checkOptions(where, options, { policy: "object", audit: "object", workspaceId: "string" });
  const { policy, audit }: { readonly policy?: unknown; readonly audit?: unknown } = { ...options };
  if (!hasMethod(policy, "decide") || !hasMethod(policy, "toJSON")) {
    throw new OptionInvalidError(
      `${where}: options.policy must be what definePolicy returned, and is ${kindOf(policy)}.`,
    );
  }
  if (audit !== undefined && !hasMethod(audit, "write")) {
    throw new OptionInvalidError(
      `${where}: options.audit must have a method write(entry), and is ${kindOf(audit)} without one.`,
    );
  }
}

function hasMethod(value: unknown, name: string): boolean {
  return (
    typeof value === "object" && value !== null && typeof Reflect.get(value, name) === "function"
  );
}

/**
 * Asks the policy outside a request and writes each `decide` and `authorize` to the audit log first: what cannot be
 * written does not happen. The other questions are not written. Throws `ERR_RBAC_OPTION_INVALID`.
 *
 * @example
 * const authorizer = createAuthorizer({ policy, audit });
 * await authorizer.authorize(admin, "contacts:delete");
 * await client.contacts.delete({ contact_id });
 */
export function createAuthorizer<C extends Catalogue, N extends string, T>(
  options: AuthorizerOptions<C, N, T>,
): Authorizer<C, N, T> {
  checkAuthorizerOptions(options);
  const { policy, audit, workspaceId } = options;
  const workspaceAttribute = policy.toJSON().tenant?.principal ?? "workspaceId";

  /** Decides, and writes the entry with this id. */
  async function audited<P extends PermissionName<C>>(
    id: string,
    ...[principal, permission, resource, details]: Question<C, T, P>
  ): Promise<Decision<P>> {
    const decision = policy.decide(principal, permission, resource, details);
    if (audit === undefined) return decision;
    const about = { principal, resource, workspaceAttribute, workspaceId };
    try {
      await audit.write(toAuditEntry({ decision, decisionId: id, ...about }));
    } catch (cause) {
      throw new UnavailableError("The decision could not be written to the audit log.", { cause });
    }
    return decision;
  }

  return Object.freeze<Authorizer<C, N, T>>({
    can: (...question) => policy.can(...question),
    checker: (permission) => policy.checker(permission),
    couldEver: (who, permission) => policy.couldEver(who, permission),
    explain: (...question) => policy.explain(...question),
    filter: (who, permission, rows) => policy.filter(who, permission, rows),
    conditionsFor: (who, permission) => policy.conditionsFor(who, permission),
    permittedFields: (...question) => policy.permittedFields(...question),
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
