import { z } from "zod";
import { PER_PAGE } from "./pages.ts";
import { Refusal } from "./refusal.ts";

/** The fields that a resource can be searched by: name → the row's value, or values. */
export type SearchFields<Row> = Readonly<Record<string, (row: Row) => unknown>>;

type FilterOperator = "=" | "!=" | "IN" | "NIN" | "<" | ">" | "~" | "!~" | "^" | "$";
type Query =
  | { operator: "AND" | "OR"; value: Query[] }
  | { field: string; operator: FilterOperator; value: unknown };

const ONE = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const SEVERAL = z.array(z.union([z.string(), z.number()])).max(15);

const QUERY: z.ZodType<Query> = z.discriminatedUnion("operator", [
  z.strictObject({
    operator: z.enum(["AND", "OR"]),
    value: z
      .array(z.lazy(() => QUERY))
      .min(1)
      .max(15),
  }),
  z.strictObject({ field: z.string(), operator: z.enum(["IN", "NIN"]), value: SEVERAL }),
  z.strictObject({
    field: z.string(),
    operator: z.enum(["=", "!=", "<", ">", "~", "!~", "^", "$"]),
    value: ONE,
  }),
]);

/** The body of a search. */
export const SEARCH_BODY = z.strictObject({
  query: QUERY,
  pagination: z
    .strictObject({
      per_page: PER_PAGE.optional(),
      starting_after: z
        .string()
        .nullish()
        .transform((cursor) => cursor ?? undefined),
    })
    .optional(),
});

/**
 * The rows that a query finds, in the order they stand in.
 *
 * @throws Refusal `parameter_invalid` for a field that the resource is not searched by.
 */
export function searchRows<Row>(
  rows: readonly Row[],
  query: Query,
  fields: SearchFields<Row>,
): Row[] {
  checkFields(query, fields);
  return rows.filter((row) => matches(row, query, fields));
}

function checkFields<Row>(query: Query, fields: SearchFields<Row>): void {
  if (!("field" in query)) {
    for (const part of query.value) checkFields(part, fields);
  } else if (!Object.hasOwn(fields, query.field) && !isCustom(query.field)) {
    throw new Refusal(400, "parameter_invalid", `field is invalid`, "query.field");
  }
}

const CUSTOM = "custom_attributes.";

function isCustom(field: string): boolean {
  return field.startsWith(CUSTOM) && field.length > CUSTOM.length;
}

function matches<Row>(row: Row, query: Query, fields: SearchFields<Row>): boolean {
  if (!("field" in query)) {
    return query.operator === "AND"
      ? query.value.every((part) => matches(row, part, fields))
      : query.value.some((part) => matches(row, part, fields));
  }
  const read = isCustom(query.field)
    ? readCustom(fields["custom_attributes"]?.(row), query.field.slice(CUSTOM.length))
    : fields[query.field]?.(row);
  const held = (Array.isArray(read) ? read : [read]).map(toText);
  const asked = (Array.isArray(query.value) ? query.value : [query.value]).map(toText);
  return TESTS[query.operator](held, asked);
}

function readCustom(attributes: unknown, name: string): unknown {
  const found = z.record(z.string(), z.unknown()).safeParse(attributes);
  return found.success && Object.hasOwn(found.data, name) ? found.data[name] : null;
}

/** Numbers and strings are the same to Intercom's search: ids come as either. */
function toText(value: unknown): string {
  return value === null || value === undefined ? "" : String(value).toLowerCase();
}

type Test = (held: readonly string[], asked: readonly string[]) => boolean;
const isOne: Test = (held, asked) => held.some((value) => asked.includes(value));
const contains: Test = (held, asked) =>
  held.some((value) => asked.some((part) => value.includes(part)));

const TESTS: Readonly<Record<FilterOperator, Test>> = {
  "=": isOne,
  "!=": (held, asked) => !isOne(held, asked),
  IN: isOne,
  NIN: (held, asked) => !isOne(held, asked),
  "<": (held, asked) => held.some((value) => value !== "" && Number(value) < Number(asked[0])),
  ">": (held, asked) => held.some((value) => value !== "" && Number(value) > Number(asked[0])),
  "~": contains,
  "!~": (held, asked) => !contains(held, asked),
  "^": (held, asked) => held.some((value) => value.startsWith(asked[0] ?? "")),
  $: (held, asked) => held.some((value) => value.endsWith(asked[0] ?? "")),
};
