import type { PolicyModel } from "../definition/model.ts";
import { PermissionUnknownError } from "../errors.ts";
import type { Decision } from "../types/decision.ts";
import { AnswerTable, LOOK, YES } from "./answer-table.ts";
import type { Layers } from "./evaluate.ts";
import { allowedRows, evaluate, layersOf } from "./evaluate.ts";
import type { Outcome } from "./outcome.ts";
import { outcome } from "./outcome.ts";
import { readPrincipal } from "./read-principal.ts";
import type { RoleSet } from "./role-set.ts";
import { RoleSets } from "./role-sets.ts";
import { isOn, toDecision } from "./to-decision.ts";
import { unknownPermission } from "./unknown-permission.ts";
import type { Verdict } from "./verdict.ts";

const UNAUTHENTICATED = outcome("unauthenticated");

interface DecisionQuestion<P extends string> {
  readonly who: unknown;
  readonly permission: P;
  readonly resource: unknown;
  readonly fields: readonly string[] | undefined;
}

/** Leads every question from names and principals to `evaluate`. */
export class Engine {
  readonly model: PolicyModel;
  readonly answers: AnswerTable;
  readonly #sets: RoleSets;
  readonly #layers: Layers[] = [];
  // Read off the model once: later, a polluted Object.prototype could lend it what it lacks.
  readonly #tenant: PolicyModel["tenant"];
  readonly #scopes: PolicyModel["scopes"];
  readonly #ceiling: PolicyModel["ceiling"];

  constructor(model: PolicyModel) {
    this.model = model;
    this.#tenant = model.tenant;
    this.#scopes = model.scopes;
    this.#ceiling = model.ceiling;
    this.#sets = new RoleSets(model);
    this.answers = new AnswerTable(model);
  }

  /** Throws `ERR_RBAC_PERMISSION_UNKNOWN`. */
  position(permission: unknown): number {
    const position =
      typeof permission === "string" ? this.model.positions.get(permission) : undefined;
    if (position !== undefined) return position;
    throw unknownPermission(permission, this.model.permissions);
  }

  /** The answer alone. Without a row it stands in a table, unless the rules have to be looked at. */
  allows(who: unknown, position: number, resource?: unknown): boolean {
    if (resource === undefined) {
      const answer = this.answers.of(who, position);
      if (answer !== LOOK) return answer === YES;
    }
    return this.outcome(who, position, resource).allowed;
  }

  outcome(
    who: unknown,
    position: number,
    resource?: unknown,
    fields?: readonly string[] | undefined,
  ): Outcome {
    const principal = readPrincipal(who);
    if (principal === undefined) return UNAUTHENTICATED;
    const verdict = this.#sets.find(principal.roles).verdict(position);
    return evaluate(verdict, this.layers(position), principal, resource, fields);
  }

  /** The answer with its reason, for a policy of this version. */
  decide<P extends string>(
    { who, permission, resource, fields }: DecisionQuestion<P>,
    version: string,
  ): Decision<P> {
    const position = this.position(permission);
    const principal = readPrincipal(who);
    if (principal === undefined) {
      return toDecision(UNAUTHENTICATED, permission, [], this.model, version);
    }
    const { roles } = principal;
    const set = this.#sets.find(roles);
    const found = evaluate(
      set.verdict(position),
      this.layers(position),
      principal,
      resource,
      fields,
    );
    const kept = set.decisions.find(position, found, roles);
    if (isOn(kept, permission)) return kept;
    const decision = toDecision(found, permission, roles, this.model, version);
    set.decisions.keep(position, found, decision);
    return decision;
  }

  /** The rows that are allowed, in their order. */
  filter<Row>(who: unknown, position: number, rows: readonly Row[]): Row[] {
    const principal = readPrincipal(who);
    if (principal === undefined) return [];
    const verdict = this.#sets.find(principal.roles).verdict(position);
    return allowedRows(verdict, this.layers(position), principal, rows);
  }

  layers(position: number): Layers {
    return this.#layers[position] ?? this.#layersAt(position);
  }

  #layersAt(position: number): Layers {
    if (this.model.permissions[position] === undefined)
      throw new PermissionUnknownError("This position is no permission of this policy.");
    const layers = layersOf({
      tenant: this.#tenant,
      scopes: this.#scopes?.[position],
      belowCeiling: this.#ceiling === undefined || this.#ceiling.has(position),
    });
    this.#layers[position] = layers;
    return layers;
  }

  roleSet(roles: readonly unknown[]): RoleSet {
    return this.#sets.find(roles);
  }

  /** Throws `ERR_RBAC_PRINCIPAL_INVALID`. Nobody holds no role. */
  verdictOf(who: unknown, position: number): Verdict {
    return this.verdict(readPrincipal(who)?.roles ?? [], position);
  }

  verdict(roles: readonly unknown[], position: number): Verdict {
    return this.#sets.find(roles).verdict(position);
  }
}
