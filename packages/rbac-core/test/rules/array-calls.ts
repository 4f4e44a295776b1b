/** How often a method that every array has is called while something runs: what is not called costs nothing. */
export function arrayCalls(
  method: "every" | "map" | typeof Symbol.iterator,
  run: () => void,
): number {
  const original = Array.prototype[method];
  let calls = 0;
  const counted = new Proxy(original, {
    apply(target, array, given): unknown {
      calls += 1;
      return Reflect.apply(target, array, given);
    },
  });
  const define = (value: unknown): void => {
    Object.defineProperty(Array.prototype, method, { value, configurable: true, writable: true });
  };
  define(counted);
  try {
    run();
  } finally {
    define(original);
  }
  return calls;
}
