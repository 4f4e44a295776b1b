import type { Engine } from "../decision/engine.ts";

/** Fields that rules on this permission name, in any role, and the resource's own. */
function candidates(engine: Engine, position: number, resource: unknown): Set<string> {
  const fields = new Set<string>();
  for (const { rulesFor } of engine.model.roles.values()) {
    for (const rule of rulesFor.get(position) ?? [])
      for (const field of rule.fields ?? []) fields.add(field);
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
