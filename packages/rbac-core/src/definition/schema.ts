import { z } from "zod";

/** One entry of `can` or `cannot` that says more than a name. */
export interface RawRule {
  readonly permission: string | readonly string[];
  /** Conditions have a grammar of their own, which parse-condition.ts reads. */
  readonly when?: unknown;
  readonly fields?: readonly string[] | undefined;
  readonly reason?: string | undefined;
}

export interface RawRole {
  readonly title?: string | undefined;
  readonly extends?: readonly string[] | undefined;
  readonly can?: readonly (string | RawRule)[] | undefined;
  readonly cannot?: readonly (string | RawRule)[] | undefined;
}

export interface RawDefinition {
  readonly permissions: { readonly [resource: string]: readonly string[] };
  readonly roles: { readonly [name: string]: RawRole };
  readonly exclusive?: readonly (readonly string[])[] | undefined;
  readonly tenant?: { readonly row: string; readonly principal: string } | undefined;
}

export interface RawDocument extends RawDefinition {
  readonly version: 1;
  readonly scopes?: { readonly [permission: string]: readonly string[] } | undefined;
  readonly ceiling?: readonly string[] | undefined;
}

export interface RawExtension extends Pick<RawDefinition, "roles"> {
  readonly permissions?: RawDefinition["permissions"] | undefined;
}

export interface RawCustomRole extends RawRole {
  readonly name: string;
}

export interface RawScopeMap {
  readonly [permission: string]: readonly string[] | { readonly scopes: readonly string[] };
}

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

const document = z.strictObject({
  version: z.literal(1),
  ...definition.shape,
  scopes: z.record(z.string(), names).optional(),
  ceiling: names.optional(),
});

/** A policy in code, its `types` left out. */
export const definitionSchema: z.ZodType<RawDefinition> = definition;

/** A policy as `toJSON()` writes it. */
export const documentSchema: z.ZodType<RawDocument> = document;

/** What `extendPolicy` adds. */
export const extensionSchema: z.ZodType<RawExtension> = z.strictObject({
  permissions: definition.shape.permissions.optional(),
  roles: definition.shape.roles,
});

/** Custom roles as an app stores them. */
export const customRolesSchema: z.ZodType<readonly RawCustomRole[]> = z.array(
  z.strictObject({ name: z.string(), ...role.shape }),
);

export const scopeMapSchema: z.ZodType<RawScopeMap> = z.record(
  z.string(),
  // An entry may carry more than its scopes, such as how sure it is.
  z.union([names, z.object({ scopes: names })]),
);

export const ceilingSchema: z.ZodType<readonly string[]> = names;

/** The keys of each kind of object, for suggestions. */
export const KEYS: {
  readonly [K in "document" | "role" | "customRole" | "rule" | "tenant"]: readonly string[];
} = {
  document: Object.keys(document.shape),
  role: Object.keys(role.shape),
  customRole: ["name", ...Object.keys(role.shape)],
  rule: Object.keys(rule.shape),
  tenant: ["row", "principal"],
};
