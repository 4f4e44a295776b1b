import type { AuditSink } from "@intercom-rbac/core";
import { intercomCatalogue, OptionInvalidError } from "@intercom-rbac/core";
import { checkOptions, didYouMean, kindOf, quote } from "@intercom-rbac/core/internal";
import type { AskedPolicy } from "./asked-policy.ts";
import type { ResourceLoader, ResourceLoaders } from "./load-row.ts";
import type { PolicyFacts } from "./policy-facts.ts";
import { policyFacts } from "./policy-facts.ts";

const WHERE = "guardClient";

/** The options as they were given; what is typed of them says no more than a guard needs. */
export interface UncheckedGuardOptions {
  readonly policy: AskedPolicy;
  readonly principal: unknown;
  readonly audit?: AuditSink | undefined;
  readonly workspaceId?: string | undefined;
  readonly resources?: object | undefined;
  readonly hiddenRows?: string | undefined;
}

export interface CheckedGuardOptions {
  readonly policy: AskedPolicy;
  readonly facts: PolicyFacts;
  readonly principal: () => unknown;
  readonly audit: AuditSink | undefined;
  readonly workspaceId: string | undefined;
  readonly loaders: ResourceLoaders;
  readonly filtersSearches: boolean;
}

function hasMethods(value: unknown, ...names: readonly string[]): boolean {
  if (typeof value !== "object" || value === null) return false;
  return names.every((name) => typeof Reflect.get(value, name) === "function");
}

function checkedLoaders(resources: object): ResourceLoaders {
  const loaders = new Map<string, ResourceLoader>();
  const names = Object.keys(intercomCatalogue);
  for (const [name, loader] of Object.entries(resources)) {
    if (loader === undefined) continue;
    if (!names.includes(name)) {
      const suggestion = didYouMean(name, names) ?? "Use those of intercomCatalogue.";
      throw new OptionInvalidError(
        `${WHERE}: options.resources.${quote(name)} is no resource. ${suggestion}`,
      );
    }
    if (typeof loader !== "function") {
      throw new OptionInvalidError(
        `${WHERE}: options.resources.${name} must be a function of an id, not ${kindOf(loader)}.`,
      );
    }
    loaders.set(name, (id) => Reflect.apply(loader, undefined, [id]));
  }
  return loaders;
}

function checkPolicy(policy: unknown): void {
  if (!hasMethods(policy, "can", "decide", "filter", "toJSON")) {
    throw new OptionInvalidError(
      `${WHERE}: options.policy must be what definePolicy returned, and is ${kindOf(policy)}.`,
    );
  }
}

/** Throws `ERR_RBAC_OPTION_INVALID`. */
export function checkedGuardOptions(
  client: unknown,
  options: UncheckedGuardOptions,
): CheckedGuardOptions {
  if (typeof client !== "object" || client === null || !("conversations" in client)) {
    throw new OptionInvalidError(
      `${WHERE}: the client must be an IntercomClient, and is ${kindOf(client)}.`,
    );
  }
  checkOptions(WHERE, options, {
    policy: "object",
    principal: "any",
    audit: "object",
    workspaceId: "string",
    resources: "object",
    hiddenRows: "string",
  });
  const { policy, principal, audit, workspaceId, resources = {}, hiddenRows = "refuse" } = options;
  if (!Object.hasOwn(options, "principal")) {
    throw new OptionInvalidError(
      `${WHERE}: options.principal is missing. Give a principal, a function that finds one, or null for nobody.`,
    );
  }
  if (hiddenRows !== "refuse" && hiddenRows !== "filter") {
    throw new OptionInvalidError(`${WHERE}: options.hiddenRows must be "refuse" or "filter".`);
  }
  checkPolicy(policy);
  const facts = policyFacts(policy);
  if (!facts.isOfIntercom) {
    throw new OptionInvalidError(
      `${WHERE}: options.policy has no permission of the Intercom catalogue. Make it of intercomPolicy by extendPolicy, or name Intercom's resources and actions as intercomCatalogue does.`,
    );
  }
  if (facts.hasTenant && (workspaceId === undefined || workspaceId === "")) {
    throw new OptionInvalidError(
      `${WHERE}: options.workspaceId is missing. The policy has a tenant rule, and only this says whose workspace the client is of.`,
    );
  }
  if (audit !== undefined && !hasMethods(audit, "write")) {
    throw new OptionInvalidError(
      `${WHERE}: options.audit must have a method write(entry), and is ${kindOf(audit)} without one.`,
    );
  }
  return {
    policy,
    facts,
    principal:
      typeof principal === "function"
        ? () => Reflect.apply(principal, undefined, [])
        : () => principal,
    audit,
    workspaceId,
    loaders: checkedLoaders(resources),
    filtersSearches: hiddenRows === "filter",
  };
}
