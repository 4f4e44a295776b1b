import { z } from "zod";
import { Refusal } from "./refusal.ts";

/** How a list is asked for: after a cursor, else by the page's number, counted from 1. */
export interface Cursor {
  readonly page?: number | undefined;
  readonly per_page?: number | undefined;
  readonly starting_after?: string | undefined;
}

export const PER_PAGE: z.ZodType<number> = z.coerce.number().int().min(1).max(150);

/** A cursor in a query, where numbers come as strings. */
export const CURSOR_QUERY = z.object({
  page: z.coerce.number().int().min(1).optional(),
  per_page: PER_PAGE.optional(),
  starting_after: z.string().optional(),
});

/** One page of rows, and `pages` as the SDK's `Page` reads it: no `next` on the last one. */
export function cutPage<Row>(
  rows: readonly Row[],
  cursor: Cursor,
  byDefault: number,
): { rows: Row[]; pages: object; total_count: number } {
  const size = cursor.per_page ?? byDefault;
  const start =
    cursor.starting_after === undefined
      ? ((cursor.page ?? 1) - 1) * size
      : toOffset(cursor.starting_after);
  const end = start + size;
  const page = Math.floor(start / size) + 1;
  return {
    rows: rows.slice(start, end),
    total_count: rows.length,
    pages: {
      type: "pages",
      page,
      per_page: size,
      total_pages: Math.ceil(rows.length / size),
      ...(end < rows.length && { next: { page: page + 1, starting_after: toCursor(end) } }),
    },
  };
}

/** Opaque, as Intercom's is, so that nobody computes one. */
function toCursor(offset: number): string {
  return Buffer.from(JSON.stringify(["after", offset])).toString("base64url");
}

const CURSOR = z.tuple([z.literal("after"), z.number().int().nonnegative()]);

function toOffset(cursor: string): number {
  try {
    return CURSOR.parse(JSON.parse(Buffer.from(cursor, "base64url").toString()))[1];
  } catch {
    throw new Refusal(400, "parameter_invalid", "starting_after is invalid", "starting_after");
  }
}
