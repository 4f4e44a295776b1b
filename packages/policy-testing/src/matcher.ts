/** What a matcher gives the test runner. `message` is asked for only when the assertion fails. */
export interface MatcherResult {
  readonly pass: boolean;
  readonly message: () => string;
}

/** What the matchers read of the `this` that vitest and Jest call them with. */
export interface MatcherContext {
  /** True after `.not`. */
  readonly isNot?: boolean;
}

/** `not` where a message quotes the assertion or says what was expected. */
export interface Polarity {
  readonly dot: "" | ".not";
  readonly must: "must" | "must not";
}

export function polarityOf({ isNot }: MatcherContext): Polarity {
  return isNot === true ? { dot: ".not", must: "must not" } : { dot: "", must: "must" };
}
