/** `{ contacts: ["read", "write"] }` from `contacts:read` and `contacts:write`. */
export function statements(names: Iterable<string>): Record<string, string[]> {
  const found: Record<string, string[]> = {};
  for (const name of names) {
    const [resource, action] = name.split(":");
    found[resource] = [...(found[resource] ?? []), action];
  }
  return found;
}
