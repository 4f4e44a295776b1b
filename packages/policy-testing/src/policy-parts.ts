import type { Catalogue, Policy } from "@intercom-rbac/core";

// Each gives any names at all where the policy's type is not known, as after `JSON.parse`.

/** The catalogue of a policy's type. */
export type CatalogueIn<X> = unknown extends X
  ? Catalogue
  : X extends Policy<infer C, infer _N, infer _T>
    ? C
    : Catalogue;

/** The role names of a policy's type. */
export type RolesIn<X> = unknown extends X
  ? string
  : X extends Policy<infer _C, infer N, infer _T>
    ? N
    : string;

/** What a policy's type declares of rows and principals. */
export type TypesIn<X> = unknown extends X
  ? unknown
  : X extends Policy<infer _C, infer _N, infer T>
    ? T
    : unknown;
