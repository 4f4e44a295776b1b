/** The permissions that exist: resource name → the actions on it. Everything else is an error, never a "no". */
export interface Catalogue {
  readonly [resource: string]: readonly string[];
}

export type ResourceName<C extends Catalogue> = keyof C & string;

/** Every `resource:action` of a catalogue, as a union of literals. */
export type PermissionName<C extends Catalogue> = {
  [R in ResourceName<C>]: `${R}:${C[R][number]}`;
}[ResourceName<C>];

/** What a rule may name: a permission, everything, all of one resource, or one action everywhere. */
export type PermissionPattern<C extends Catalogue> =
  | PermissionName<C>
  | "*"
  | `${ResourceName<C>}:*`
  | `*:${C[ResourceName<C>][number]}`;

/** `"contacts:read"` → `"contacts"`. */
export type ResourceOf<P extends string> = P extends `${infer R}:${string}` ? R : never;

/** Two catalogues as one: a resource of both has the actions of both. */
export type MergedCatalogue<A extends Catalogue, B extends Catalogue> = {
  readonly [R in ResourceName<A> | ResourceName<B>]: readonly (
    | (R extends keyof A ? A[R][number] : never)
    | (R extends keyof B ? B[R][number] : never)
  )[];
};
