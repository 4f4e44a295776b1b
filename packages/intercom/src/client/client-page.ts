import { AnswerPart } from "./answer-part.ts";

/** What is seen of one page. */
export interface PageContent {
  readonly data: readonly unknown[];
  readonly response: unknown;
  readonly rawResponse: unknown;
}

/** What the SDK's pages offer; the SDK exports their class as a type only. */
export interface PageLike extends PageContent {
  hasNextPage(): boolean;
  getNextPage(): Promise<unknown>;
}

export function isPageContent(value: unknown): value is PageContent {
  return (
    typeof value === "object" &&
    value !== null &&
    "data" in value &&
    Array.isArray(value.data) &&
    "response" in value &&
    "rawResponse" in value
  );
}

/** Does it ask for more by itself? */
export function turns(value: unknown): value is object {
  return typeof value === "object" && value !== null && "getNextPage" in value;
}

export function isPage(value: unknown): value is PageLike {
  return (
    turns(value) &&
    isPageContent(value) &&
    Symbol.asyncIterator in value &&
    typeof Reflect.get(value, "hasNextPage") === "function" &&
    typeof Reflect.get(value, "getNextPage") === "function"
  );
}

/** Asks for a next page by `turn`, and answers what is to be seen of it. */
export type LoadPage = (turn: () => Promise<unknown>) => Promise<unknown>;

/**
 * A page of the SDK whose further pages are asked for through `load`, by iteration too.
 *
 * @param content what is seen of the page: the page itself, or part of it
 */
export class ClientPage implements PageLike {
  data: readonly unknown[];
  response: unknown;
  rawResponse: unknown;
  readonly #page: PageLike;
  readonly #load: LoadPage;

  constructor(page: PageLike, content: PageContent, load: LoadPage) {
    this.data = content.data;
    this.response = content.response;
    this.rawResponse = content.rawResponse;
    this.#page = page;
    this.#load = load;
  }

  hasNextPage(): boolean {
    return this.#page.hasNextPage();
  }

  /** Turns this page into the next one, as the SDK's does. */
  async getNextPage(): Promise<this> {
    const page = this.#page;
    const answer = await this.#load(async () => {
      await page.getNextPage();
      return page;
    });
    const content = AnswerPart.shownOf(answer);
    if (!isPageContent(content)) throw new TypeError("A next page must be a page.");
    this.data = content.data;
    this.response = content.response;
    this.rawResponse = content.rawResponse;
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
