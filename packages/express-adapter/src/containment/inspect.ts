/**
 * What `look` says of a value that somebody else threw. A getter or a proxy may throw while it is looked at, and may
 * throw `undefined`, which Express would take for "go on": such a value counts as `otherwise`.
 */
export function inspect<X>(look: () => X, otherwise: X): X {
  try {
    return look();
  } catch {
    return otherwise;
  }
}
