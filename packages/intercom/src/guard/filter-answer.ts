import { AnswerPart } from "../client/answer-part.ts";
import type { PageContent } from "../client/client-page.ts";
import { isPage, isPageContent } from "../client/client-page.ts";

/** The rows that may be seen, in their order. */
export type KeepRows = (rows: readonly object[]) => readonly object[];

function own(holder: unknown, name: string): unknown {
  if (typeof holder !== "object" || holder === null) return undefined;
  return Object.hasOwn(holder, name) ? Reflect.get(holder, name) : undefined;
}

/** What an answer says besides its rows and does not speak of the rows that are left out. */
const ABOUT_THE_LIST = ["type", "scroll_param"] as const;
const ABOUT_THE_PAGE = ["type", "page", "per_page"] as const;

function taken(from: unknown, names: readonly string[]): Record<string, unknown> {
  const held = names.map((name) => [name, own(from, name)] as const);
  return Object.fromEntries(held.filter(([, value]) => value !== undefined));
}

function isRow(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

interface Filtered {
  readonly response: unknown;
  readonly kept: readonly object[];
}

/**
 * The answer made anew of what may be seen: the rows, which page it is, and nothing else. Totals, the number of pages,
 * highlights, and a cursor, which is made of a row, would tell of the rows that may not be.
 */
function filterResponse(response: unknown, path: string, keep: KeepRows): Filtered {
  const names = path.split(".");
  const found = names.reduce<unknown>(own, response);
  const kept = Array.isArray(found) ? keep(found.filter(isRow)) : [];
  const holder = names.reduceRight<unknown>((inner, name) => ({ [name]: inner }), kept);
  const pages = own(response, "pages");
  return {
    kept,
    response: {
      ...taken(response, ABOUT_THE_LIST),
      ...(pages === undefined ? {} : { pages: taken(pages, ABOUT_THE_PAGE) }),
      ...(isRow(holder) ? holder : {}),
    },
  };
}

/** The address of a further page holds the cursor, which is made of a row. */
function withoutQuery(rawResponse: unknown): unknown {
  const url = own(rawResponse, "url");
  if (typeof url !== "string" || !isRow(rawResponse)) return rawResponse;
  return { ...rawResponse, url: url.replace(/\?.*$/s, "") };
}

/**
 * An answer with the rows that `keep` keeps.
 *
 * @param answer as it came, or filtered already
 * @param path where the rows are in the answer: `data`, `data.articles`
 */
export function filterAnswer(answer: unknown, path: string, keep: KeepRows): AnswerPart {
  const shown = AnswerPart.shownOf(answer);
  if (!isPage(AnswerPart.wholeOf(answer)) || !isPageContent(shown)) {
    return AnswerPart.of(answer, filterResponse(shown, path, keep).response);
  }
  const { response, kept } = filterResponse(shown.response, path, keep);
  const rawResponse = withoutQuery(shown.rawResponse);
  const content: PageContent = { data: kept, response, rawResponse };
  return AnswerPart.of(answer, content);
}
