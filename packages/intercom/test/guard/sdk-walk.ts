import { IntercomClient } from "intercom-client";

/** Every public method of a client and of the clients in it, by its path: what an app can call. */
export function walkMethods(client: object, path = ""): string[] {
  const names = Object.getOwnPropertyNames(Object.getPrototypeOf(client)).filter(
    (name) => name !== "constructor" && !name.startsWith("_"),
  );
  return names.flatMap((name) => {
    const where = path === "" ? name : `${path}.${name}`;
    const member: unknown = Reflect.get(client, name);
    if (typeof member === "function") return [where];
    if (typeof member === "object" && member !== null) return walkMethods(member, where);
    throw new Error(`${where} is neither a method nor a client`);
  });
}

/** Of the SDK that is installed. */
export const installedMethods = (): string[] => walkMethods(new IntercomClient({ token: "none" }));
