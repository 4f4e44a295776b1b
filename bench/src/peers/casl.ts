import type { MongoAbility } from "@casl/ability";
import { createMongoAbility } from "@casl/ability";

/** An ability from names like `contacts:read`. */
export function caslAbility(permissions: Iterable<string>): MongoAbility {
  return createMongoAbility(
    Array.from(permissions, (name) => {
      const [subject, action] = name.split(":");
      return { action, subject };
    }),
  );
}
