import type { Clause } from "../decision/clause.ts";
import type { Engine } from "../decision/engine.ts";
import { readPrincipal } from "../decision/read-principal.ts";
import { toConditions } from "../definition/to-document.ts";
import { bindComparisons } from "../rules/bind-condition.ts";
import { isScalar } from "../rules/comparison.ts";
import type { PolicySnapshot, SnapshotAnswer, SnapshotRule } from "../types/snapshot.ts";

function toSnapshotRule({ rule: { when, fields } }: Clause, attributes: object): SnapshotRule {
  return {
    ...(when === undefined ? {} : { when: toConditions(bindComparisons(when, attributes)) }),
    ...(fields === undefined ? {} : { fields }),
  };
}

/** This principal's answers as plain JSON data. */
export function snapshotFor(engine: Engine, who: unknown, policyVersion: string): PolicySnapshot {
  const { permissions, tenant } = engine.model;
  const principal = readPrincipal(who);
  const answers: { [permission: string]: SnapshotAnswer } = {};
  permissions.forEach((permission, position) => {
    const { allowed, code } = engine.outcome(who, position);
    if (
      principal === undefined ||
      (!allowed && code !== "field_required" && code !== "resource_required")
    )
      return;
    const { grants, denials, granted } = engine.verdict(principal.roles, position);
    answers[permission] =
      granted === undefined
        ? {
            grants: grants.map((grant) => toSnapshotRule(grant, principal.attributes)),
            ...(denials.length === 0
              ? {}
              : { denials: denials.map((denial) => toSnapshotRule(denial, principal.attributes)) }),
          }
        : { grants: [{}] };
  });
  const home = principal === undefined ? undefined : tenant?.principal(principal.attributes);
  return {
    version: 1,
    policyVersion,
    permissions,
    ...(tenant === undefined
      ? {}
      : { tenant: { row: tenant.definition.row, value: isScalar(home) ? home : null } }),
    answers,
  };
}
