import type { ClientAnswer } from "./client-promise.ts";

/** What the SDK's pages offer; the SDK exports their class as a type only. */
export interface PageLike {
  readonly data: readonly unknown[];
  readonly response: unknown;
  readonly rawResponse: unknown;
  hasNextPage(): boolean;
  getNextPage(): Promise<unknown>;
}

export function isPage(value: unknown): value is PageLike {
  return (
    typeof value === "object" &&
    value !== null &&
    Symbol.asyncIterator in value &&
    "data" in value &&
    Array.isArray(value.data) &&
    typeof Reflect.get(value, "hasNextPage") === "function" &&
    typeof Reflect.get(value, "getNextPage") === "function"
  );
}

/** A page of the SDK whose further pages are asked for through `load`, by iteration too. */
export class ClientPage implements PageLike {
  data: readonly unknown[];
  response: unknown;
  rawResponse: unknown;
  readonly #page: PageLike;
  readonly #load: (turn: () => Promise<ClientAnswer>) => Promise<ClientAnswer>;

  constructor(page: PageLike, load: (turn: () => Promise<ClientAnswer>) => Promise<ClientAnswer>) {
    this.data = page.data;
    this.response = page.response;
    this.rawResponse = page.rawResponse;
    this.#page = page;
    this.#load = load;
  }

  hasNextPage(): boolean {
    return this.#page.hasNextPage();
  }

  /** Turns this page into the next one, as the SDK's does. */
  async getNextPage(): Promise<this> {
    const page = this.#page;
    await this.#load(async () => {
      await page.getNextPage();
      return { data: page, rawResponse: page.rawResponse };
    });
    this.data = page.data;
    this.response = page.response;
    this.rawResponse = page.rawResponse;
    return this;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<unknown, void, undefined> {
    yield* this.data;
    while (this.hasNextPage()) {
      await this.getNextPage();
      yield* this.data;
    }
  }
}
