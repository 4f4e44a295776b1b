function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

/**
 * A frozen copy, of whatever is inside too, that has its own properties and no other: a polluted `Object.prototype`
 * lends it nothing.
 */
export function sealed<Value extends object>(value: Value): Value {
  const copy: Value = Array.isArray(value) ? [] : Object.create(null);
  for (const [key, inner] of Object.entries(value)) {
    const own: unknown = isObject(inner) ? sealed(inner) : inner;
    Object.defineProperty(copy, key, { value: own, enumerable: true });
  }
  return Object.freeze(copy);
}
