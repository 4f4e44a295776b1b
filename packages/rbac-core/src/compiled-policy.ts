import type { MongoAbility } from "@casl/ability";
import { Engine } from "./decision/engine.ts";
import { explain } from "./decision/explain.ts";
import type { Outcome } from "./decision/outcome.ts";
import { readFields } from "./decision/read-fields.ts";
import { readPrincipal } from "./decision/read-principal.ts";
import { Rulebook } from "./decision/rulebook.ts";
import { addCustomRoles } from "./definition/custom-roles.ts";
import type { PolicyModel } from "./definition/model.ts";
import { parseScopeLayer } from "./definition/parse-definition.ts";
import { toDocument } from "./definition/to-document.ts";
import { versionOf } from "./definition/version.ts";
import { OptionInvalidError, PermissionDeniedError, PolicyDefinitionError } from "./errors.ts";
import { kindOf } from "./problems/describe-value.ts";
import { checkOptions } from "./problems/options.ts";
import { abilityFor } from "./questions/ability.ts";
import { conditionsFor } from "./questions/conditions-for.ts";
import { canAssign, checkGrants } from "./questions/delegation.ts";
import { cellOf, matrixOf } from "./questions/matrix.ts";
import { permittedFields } from "./questions/permitted-fields.ts";
import { snapshotFor } from "./snapshot/snapshot-for.ts";
import type { Decision, Explanation } from "./types/decision.ts";
import type { CustomRoleDocument, PolicyDocument } from "./types/definition.ts";
import type { CheckOptions, Matrix, Policy, RowConditions } from "./types/policy.ts";
import type { Problem } from "./types/problem.ts";
import type { PolicySnapshot } from "./types/snapshot.ts";

type Name = `${string}:${string}`;
type When = "always" | "conditional";

/** Allowed on some resource, as far as can be told without one. */
function isPossible({ allowed, code }: Outcome): boolean {
  return allowed || code === "field_required" || code === "resource_required";
}

function requireStrings(value: unknown, name: string): void {
  if (Array.isArray(value) && value.every((element) => typeof element === "string")) return;
  throw new OptionInvalidError(`${name} must be an array of strings, and is ${kindOf(value)}.`);
}

/** What is wrong, where a definition would have been refused for it. */
function problemsOf(define: () => void): readonly Problem[] {
  try {
    define();
    return Object.freeze([]);
  } catch (error) {
    if (error instanceof PolicyDefinitionError) return error.problems;
    throw error;
  }
}

/** The one implementation of `Policy`, over names as strings; `definePolicy` gives it its literal types. */
export class CompiledPolicy implements Policy {
  readonly #rules: Rulebook;
  #version: string | undefined;

  /** @param rules or the model that they are made from */
  constructor(rules: PolicyModel | Rulebook) {
    this.#rules = rules instanceof Rulebook ? rules : Rulebook.of(rules);
    Object.freeze(this);
  }

  static modelOf(value: unknown): PolicyModel {
    if (typeof value === "object" && value !== null && #rules in value) return value.#engine.model;
    const other = typeof value === "object" && value !== null && "toJSON" in value;
    throw new OptionInvalidError(
      other
        ? "extendPolicy: base was made by another copy of @intercom-rbac/core, such as its CommonJS build. Import both from one, or pass parsePolicy(base.toJSON())."
        : `extendPolicy: base must be a policy, and is ${kindOf(value)}.`,
    );
  }

  get #engine(): Engine {
    return this.#rules.engine;
  }

  get version(): string {
    this.#version ??= versionOf(this.toJSON());
    return this.#version;
  }

  get permissions(): readonly Name[] {
    return this.#rules.catalogue.permissions;
  }

  get roles(): readonly string[] {
    return Object.freeze([...this.#engine.model.roles.keys()]);
  }

  isPermission(value: unknown): value is Name {
    return typeof value === "string" && this.#rules.catalogue.positions.has(value);
  }

  can(who: unknown, permission: string, resource?: unknown, options?: CheckOptions): boolean {
    const rules = this.#rules;
    const position = rules.position(permission);
    if (options === undefined) return rules.allows(who, position, resource);
    return this.#engine.outcome(who, position, resource, readFields(options)).allowed;
  }

  checker(permission: string): (who: unknown, resource?: unknown) => boolean {
    const rules = this.#rules;
    const position = rules.position(permission);
    return (who, resource) => rules.allows(who, position, resource);
  }

  decide<P extends string>(
    who: unknown,
    permission: P,
    resource?: unknown,
    options?: CheckOptions,
  ): Decision<P> {
    const fields = readFields(options);
    return this.#engine.decide(who, permission, this.version, resource, fields);
  }

  authorize<P extends string>(
    who: unknown,
    permission: P,
    resource?: unknown,
    options?: CheckOptions,
  ): Decision<P> {
    const decision = this.decide(who, permission, resource, options);
    if (!decision.allowed) throw new PermissionDeniedError(decision);
    return decision;
  }

  couldEver(who: unknown, permission: string): boolean {
    return isPossible(this.#engine.outcome(who, this.#engine.position(permission)));
  }

  explain<P extends string>(
    who: unknown,
    permission: P,
    resource?: unknown,
    options?: CheckOptions,
  ): Explanation<P> {
    const engine = this.#engine;
    const position = engine.position(permission);
    const fields = readFields(options);
    return {
      ...explain(engine, { who, position, resource, fields }),
      decision: this.decide(who, permission, resource, options),
    };
  }

  filter<Row>(who: unknown, permission: string, rows: readonly Row[]): Row[] {
    const engine = this.#engine;
    const position = engine.position(permission);
    if (!Array.isArray(rows)) {
      throw new OptionInvalidError(`filter: rows must be an array, and is ${kindOf(rows)}.`);
    }
    return engine.filter(who, position, rows);
  }

  conditionsFor(who: unknown, permission: string): RowConditions {
    return conditionsFor(this.#engine, who, this.#engine.position(permission));
  }

  permittedFields(who: unknown, permission: string, resource?: unknown): readonly string[] {
    return permittedFields(this.#engine, who, this.#engine.position(permission), resource);
  }

  permissionsOf(who: unknown): readonly { readonly permission: Name; readonly when: When }[] {
    const engine = this.#engine;
    const principal = readPrincipal(who);
    if (principal === undefined) return [];
    return engine.model.permissions.flatMap((permission, position) => {
      const outcome = engine.outcome(who, position);
      if (!isPossible(outcome)) return [];
      const { granted } = engine.verdict(principal.roles, position);
      return [{ permission, when: granted === undefined ? "conditional" : "always" }];
    });
  }

  whoCan(permission: string): readonly { readonly role: string; readonly when: When }[] {
    const position = this.#engine.position(permission);
    return this.roles.flatMap((role) => {
      const cell = cellOf(this.#engine, role, position);
      return cell === "deny" ? [] : [{ role, when: cell === "allow" ? "always" : "conditional" }];
    });
  }

  matrix(): Matrix {
    return matrixOf(this.#engine);
  }

  abilityFor(who: unknown): MongoAbility {
    return abilityFor(this.#engine, who);
  }

  snapshotFor(who: unknown): PolicySnapshot {
    return snapshotFor(this.#engine, who, this.version);
  }

  withRoles(
    documents: readonly CustomRoleDocument[],
    options: { readonly ceiling?: readonly string[] | undefined } = {},
  ): CompiledPolicy {
    checkOptions("withRoles", options, { ceiling: "any" });
    const { model, problems } = addCustomRoles(this.#engine.model, documents, options.ceiling);
    problems.throwIfAny();
    return new CompiledPolicy(this.#rules.withRoles(model));
  }

  withScopes(map: unknown): CompiledPolicy {
    return new CompiledPolicy(parseScopeLayer(this.#engine.model, map));
  }

  checkRoles(
    documents: readonly CustomRoleDocument[],
    options: { readonly grantedBy: unknown; readonly ceiling?: readonly string[] | undefined },
  ): readonly Problem[] {
    checkOptions("checkRoles", options, { grantedBy: "any", ceiling: "any" });
    return problemsOf(() => {
      const base = this.#engine.model;
      const { model, problems } = addCustomRoles(base, documents, options.ceiling);
      const added = [...model.roles.values()].filter(({ name }) => !base.roles.has(name));
      // The holder is asked without the added roles: whoever names one of them must not hold what it would grant.
      const holders = new Engine(Object.freeze({ ...base, ceiling: model.ceiling }));
      checkGrants(holders, added, options.grantedBy, problems);
      problems.throwIfAny();
    });
  }

  canAssign(
    by: unknown,
    change: { readonly from: readonly string[]; readonly to: readonly string[] },
  ): boolean {
    checkOptions("canAssign", change, { from: "any", to: "any" });
    requireStrings(change.from, "canAssign: from");
    requireStrings(change.to, "canAssign: to");
    return canAssign(this.#engine, by, change);
  }

  toJSON(): PolicyDocument {
    return toDocument(this.#engine.model);
  }
}
