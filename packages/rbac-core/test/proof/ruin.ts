/** Does its worst to data it was given: opens every rule, empties every limit. Frozen parts refuse, and may. */
export function ruin(value: unknown): void {
  if (typeof value !== "object" || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    ruin(inner);
    if (typeof inner === "string") Reflect.set(value, key, "*");
    if (typeof inner === "boolean") Reflect.set(value, key, !inner);
  }
  for (const limit of ["cannot", "when", "fields", "exclusive", "tenant", "scopes", "ceiling"]) {
    Reflect.deleteProperty(value, limit);
  }
  if (Array.isArray(value) && !Object.isFrozen(value)) value.push("*");
}
