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

const role = ["title", "extends", "can", "cannot"];
const definition = ["permissions", "roles", "exclusive", "tenant"];

/** The keys of each kind of object. */
export const KEYS: {
  readonly [K in
    | "definition"
    | "document"
    | "role"
    | "customRole"
    | "rule"
    | "tenant"]: readonly string[];
} = {
  definition,
  document: ["version", ...definition, "scopes", "ceiling"],
  role,
  customRole: ["name", ...role],
  rule: ["permission", "when", "fields", "reason"],
  tenant: ["row", "principal"],
};
