/** Are two types the same, and not only assignable to one another? */
export type Equal<A, B> =
  (<X>() => X extends A ? 1 : 2) extends <X>() => X extends B ? 1 : 2 ? true : false;

/** Compiles only for `true`. */
export function holds<T extends true>(..._proof: T[]): void {}
