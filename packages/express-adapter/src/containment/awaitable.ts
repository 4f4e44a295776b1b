/** A value, or a promise of it. Anything with a `then` counts, so query builders may be returned as they are. */
export type Awaitable<X> = X | PromiseLike<X>;

export function isPromiseLike<X>(value: Awaitable<X>): value is PromiseLike<X> {
  return (
    ((typeof value === "object" && value !== null) || typeof value === "function") &&
    "then" in value &&
    typeof value.then === "function"
  );
}

/** Goes on at once with a value that is here, later with one that is promised: what is synchronous stays so. */
export function andThen<X, Y>(
  value: Awaitable<X>,
  proceed: (value: X) => Awaitable<Y>,
): Awaitable<Y> {
  return isPromiseLike(value) ? Promise.resolve(value).then(proceed) : proceed(value);
}

/** `try` / `catch` for both kinds: whatever `run` throws or rejects with goes to `recover`. */
export function rescue<X>(
  run: () => Awaitable<X>,
  recover: (thrown: unknown) => Awaitable<X>,
): Awaitable<X> {
  try {
    const value = run();
    return isPromiseLike(value) ? Promise.resolve(value).then(undefined, recover) : value;
  } catch (thrown) {
    return recover(thrown);
  }
}
