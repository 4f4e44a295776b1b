import { z } from "zod";
import type {
  RawCustomRole,
  RawDefinition,
  RawDocument,
  RawExtension,
  RawScopeMap,
} from "./raw.ts";

/** What zod checks of each kind of input. */
export interface Schemas {
  /** A policy in code, its `types` left out. */
  readonly definition: z.ZodType<RawDefinition>;
  /** A policy as `toJSON()` writes it. */
  readonly document: z.ZodType<RawDocument>;
  /** What `extendPolicy` adds. */
  readonly extension: z.ZodType<RawExtension>;
  /** Custom roles as an app stores them. */
  readonly customRoles: z.ZodType<readonly RawCustomRole[]>;
  readonly scopeMap: z.ZodType<RawScopeMap>;
  readonly ceiling: z.ZodType<readonly string[]>;
}

function build(): Schemas {
  const names = z.array(z.string());

  const rule = z.strictObject({
    permission: z.union([z.string(), names.min(1)]),
    when: z.unknown().optional(),
    fields: names.min(1).optional(),
    reason: z.string().optional(),
  });

  const ruleEntry = z.union([z.string(), rule]);

  const role = z.strictObject({
    title: z.string().optional(),
    extends: names.optional(),
    can: z.array(ruleEntry).optional(),
    cannot: z.array(ruleEntry).optional(),
  });

  const definition = z.strictObject({
    permissions: z.record(z.string(), names.min(1)),
    roles: z.record(z.string(), role),
    exclusive: z.array(names).optional(),
    tenant: z.strictObject({ row: z.string(), principal: z.string() }).optional(),
  });

  return {
    definition,
    document: z.strictObject({
      version: z.literal(1),
      ...definition.shape,
      scopes: z.record(z.string(), names).optional(),
      ceiling: names.optional(),
    }),
    extension: z.strictObject({
      permissions: definition.shape.permissions.optional(),
      roles: definition.shape.roles,
    }),
    customRoles: z.array(z.strictObject({ name: z.string(), ...role.shape })),
    // An entry may carry more than its scopes, such as how sure it is.
    scopeMap: z.record(z.string(), z.union([names, z.object({ scopes: names })])),
    ceiling: names,
  };
}

let built: Schemas | undefined;

/** Built when first needed: most processes never read a definition with a mistake in it. */
export function schemas(): Schemas {
  built ??= build();
  return built;
}
