/**
 * Registers the matchers with vitest's `expect`, and types them: `import "@intercom-rbac/testing/vitest"`, once in a
 * setup file or in each test. For vitest 4 and 5.
 */
import type { FieldName, PermissionName, ResourceOf, RowOf } from "@intercom-rbac/core";
import type { RouteExceptions } from "@intercom-rbac/express";
import { expect } from "vitest";
import type {
  AllowOptions,
  DenyOptions,
  ForbiddenExpectation,
  MatrixTable,
  PermittedEntry,
  Subject,
} from "./assertions.ts";
import type { CatalogueIn, RolesIn, TypesIn } from "./policy-parts.ts";
import { rbacMatchers } from "./rbac-matchers.ts";

/**
 * What `expect` returns for an `X`, and for a promise of one after `resolves`. vitest 4 calls it `Assertion<X>` and
 * vitest 5 `Assertion<R, X>`: asking `expect` itself gives the right one of either.
 */
type AssertionOn<X> =
  | ReturnType<typeof expect<X>>
  | ReturnType<typeof expect<Promise<X>>>["resolves"];

/** Nothing, or in vitest 5 a promise after `resolves` and `poll`. */
type ResultOf<Assertion> = Assertion extends { toBeTypeOf(...args: never[]): infer R }
  ? R
  : unknown;

declare module "vitest" {
  // Without type parameters, because vitest 4 has one here and vitest 5 has two: a further declaration of an interface
  // may leave out those that have defaults. What `expect` was given is inferred from `this` instead; as a condition on
  // the polymorphic `this` it would be too deep for TypeScript 7 with vitest 5.
  interface Matchers {
    /** The policy allows it. */
    toAllow<X, P extends PermissionName<CatalogueIn<X>>>(
      this: AssertionOn<X>,
      who: Subject<RolesIn<X>, TypesIn<X>>,
      permission: P,
      resource?: RowOf<TypesIn<X>, ResourceOf<P>>,
      options?: AllowOptions<FieldName<TypesIn<X>, ResourceOf<P>>>,
    ): ResultOf<this>;
    /** The policy refuses it; with `because`, by that code. Give `undefined` for the resource to say options alone. */
    toDeny<X, P extends PermissionName<CatalogueIn<X>>>(
      this: AssertionOn<X>,
      who: Subject<RolesIn<X>, TypesIn<X>>,
      permission: P,
      resource?: RowOf<TypesIn<X>, ResourceOf<P>>,
      options?: DenyOptions<FieldName<TypesIn<X>, ResourceOf<P>>>,
    ): ResultOf<this>;
    /** The role alone permits exactly these, whatever the scopes: `"contacts:read"`, `"conversations:reply if"`. */
    toPermitOnly<X>(
      this: AssertionOn<X>,
      role: RolesIn<X>,
      permissions: readonly PermittedEntry<PermissionName<CatalogueIn<X>>>[],
    ): ResultOf<this>;
    /** The matrix is this table and no other: Markdown as `policy.matrix().toMarkdown()` writes it, or an object. */
    toMatchMatrix<X>(
      this: AssertionOn<X>,
      table: string | MatrixTable<RolesIn<X>, PermissionName<CatalogueIn<X>>>,
    ): ResultOf<this>;
    /** A 403 with the structured body of `@intercom-rbac/express`. Takes anything with `status` and a parsed `body`. */
    toBeForbidden(expected?: ForbiddenExpectation): ResultOf<this>;
    /** Each route of this Express app or router is guarded, public on purpose, or allowed here as `"GET /health"`. */
    toHaveNoUnguardedRoutes(options?: RouteExceptions): ResultOf<this>;
  }
}

expect.extend(rbacMatchers);

export { rbacMatchers };
