/** What a call of the SDK came to. `data` is a page where the method answers pages. */
export interface ClientAnswer {
  readonly data: unknown;
  readonly rawResponse: unknown;
}

/**
 * What the SDK's methods return, over an answer that is not the SDK's own: awaited it gives the data, and
 * `withRawResponse` the response beside it.
 */
export class ClientPromise extends Promise<unknown> {
  readonly #answer: Promise<ClientAnswer>;

  constructor(answer: Promise<ClientAnswer>) {
    super((resolve) => resolve(undefined));
    this.#answer = answer;
  }

  /** What `then`, `catch` and `finally` make is an ordinary promise. */
  static override get [Symbol.species](): PromiseConstructor {
    return Promise;
  }

  // biome-ignore lint/suspicious/noThenProperty: a promise that is resolved by another, as the SDK's is.
  override then<Fulfilled = unknown, Rejected = never>(
    onFulfilled?: ((data: unknown) => Fulfilled | PromiseLike<Fulfilled>) | null,
    onRejected?: ((reason: unknown) => Rejected | PromiseLike<Rejected>) | null,
  ): Promise<Fulfilled | Rejected> {
    const fulfilled = onFulfilled ?? undefined;
    if (fulfilled === undefined)
      return this.#answer.then(({ data }) => data).then(null, onRejected);
    return this.#answer.then(({ data }) => fulfilled(data), onRejected);
  }

  withRawResponse(): Promise<ClientAnswer> {
    return this.#answer;
  }
}
