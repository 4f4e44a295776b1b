import { OptionInvalidError } from "@intercom-rbac/core";

/** Finds out for whom a guarded client acts: a principal, or a promise of one. */
export type ActsFor = () => unknown;

/** A global symbol: a client guarded by the ES module is known to the CommonJS build. */
const KEY = Symbol.for("@intercom-rbac/intercom/guarded-clients");

function guardedClients(): WeakMap<object, ActsFor> {
  const existing: unknown = Reflect.get(globalThis, KEY);
  if (existing instanceof WeakMap) return existing;
  const clients = new WeakMap<object, ActsFor>();
  Object.defineProperty(globalThis, KEY, { value: clients });
  return clients;
}

/** For `guardClient` alone: whatever takes a client for guarded leaves the permission to it. */
export function markGuarded<Client extends object>(client: Client, actsFor: ActsFor): Client {
  guardedClients().set(client, actsFor);
  return client;
}

/** For whom a guarded client acts; undefined for a client that is not guarded. */
export function actorOfGuarded(client: object): ActsFor | undefined {
  return guardedClients().get(client);
}

/** Is this what `guardClient` returned? Not what something else made of it. */
export function isGuardedClient(client: unknown): boolean {
  return typeof client === "object" && client !== null && guardedClients().has(client);
}

/** For what asks Intercom in the app's own name, and not in somebody's. Throws `ERR_RBAC_OPTION_INVALID`. */
export function refuseGuarded(where: string, client: unknown): void {
  if (!isGuardedClient(client)) return;
  throw new OptionInvalidError(
    `${where}: the client is guarded, and would ask in its principal's name. Pass the client itself.`,
  );
}
