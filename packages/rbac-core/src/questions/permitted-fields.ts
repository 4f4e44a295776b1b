import type { Engine } from "../decision/engine.ts";

function resourceOf(permission: string | undefined): string | undefined {
  return permission?.split(":")[0];
}

/** Fields that any role's rules name for this kind of resource, and the resource's own. */
function candidates(engine: Engine, position: number, resource: unknown): Set<string> {
  const { permissions, roles } = engine.model;
  const kind = resourceOf(permissions[position]);
  const fields = new Set<string>();
  for (const { rules } of roles.values()) {
    for (const rule of rules) {
      if (rule.fields === undefined) continue;
      if (!rule.permissions.some((other) => resourceOf(permissions[other]) === kind)) continue;
      for (const field of rule.fields) fields.add(field);
    }
  }
  if (typeof resource === "object" && resource !== null) {
    for (const field of Object.keys(resource)) fields.add(field);
  }
  return fields;
}

/** Each field for which the check of that one field is allowed. */
export function permittedFields(
  engine: Engine,
  who: unknown,
  position: number,
  resource: unknown,
): readonly string[] {
  return [...candidates(engine, position, resource)].filter(
    (field) => engine.outcome(who, position, resource, [field]).allowed,
  );
}
