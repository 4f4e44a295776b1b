/** An answer of the SDK and the response that it came with. */
export interface AnswerWithResponse {
  readonly data: unknown;
  readonly rawResponse: unknown;
}

/**
 * What the SDK's methods return, over an answer that is not the SDK's own: awaited it gives the data, and
 * `withRawResponse` the response beside it.
 */
export class ClientPromise extends Promise<unknown> {
  readonly #data: Promise<unknown>;
  readonly #rawResponse: () => Promise<unknown>;
  #answer: Promise<AnswerWithResponse> | undefined;

  /** @param rawResponse asked for when `data` has come, and only by who wants it */
  constructor(data: Promise<unknown>, rawResponse: () => Promise<unknown>) {
    super((resolve) => resolve(undefined));
    this.#data = data;
    this.#rawResponse = rawResponse;
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
    return this.#data.then(onFulfilled, onRejected);
  }

  withRawResponse(): Promise<AnswerWithResponse> {
    this.#answer ??= this.#withResponse();
    return this.#answer;
  }

  async #withResponse(): Promise<AnswerWithResponse> {
    const data = await this.#data;
    return { data, rawResponse: await this.#rawResponse() };
  }
}
