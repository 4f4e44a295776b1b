// What this package exports, as far as it is used here: it ships no types.
declare module "@rbac/rbac" {
  interface Rbac {
    can(role: string, operation: string): Promise<boolean>;
  }
  type Roles = Readonly<
    Record<string, { readonly can: readonly string[]; readonly inherits?: readonly string[] }>
  >;
  const rbac: (options: { readonly enableLogger: boolean }) => (roles: Roles) => Rbac;

  export = rbac;
}
