/** How often a method that every array or string has is called while something runs: what is not called costs nothing. */
export function callsOf(prototype: object, method: PropertyKey, run: () => void): number {
  const original: unknown = Reflect.get(prototype, method);
  if (typeof original !== "function") throw new Error(`${String(method)} is no method.`);
  let calls = 0;
  const counted = new Proxy(original, {
    apply(target, owner, given): unknown {
      calls += 1;
      return Reflect.apply(target, owner, given);
    },
  });
  const define = (value: unknown): void => {
    Object.defineProperty(prototype, method, { value, configurable: true, writable: true });
  };
  define(counted);
  try {
    run();
  } finally {
    define(original);
  }
  return calls;
}
