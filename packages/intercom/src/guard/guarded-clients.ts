/** A global symbol: a client guarded by the ES module is known to the CommonJS build. */
const KEY = Symbol.for("@intercom-rbac/intercom/guarded-clients");

function guardedClients(): WeakSet<object> {
  const existing: unknown = Reflect.get(globalThis, KEY);
  if (existing instanceof WeakSet) return existing;
  const clients = new WeakSet<object>();
  Object.defineProperty(globalThis, KEY, { value: clients });
  return clients;
}

/** For `guardClient` alone: whatever takes a client for guarded leaves the permission to it. */
export function markGuarded(client: object): void {
  guardedClients().add(client);
}

/** Is this what `guardClient` returned? Not what something else made of it. */
export function isGuardedClient(client: unknown): boolean {
  return typeof client === "object" && client !== null && guardedClients().has(client);
}
