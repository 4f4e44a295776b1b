import { z } from "zod";
import { Refusal } from "./refusal.ts";
import type { AdminRow, Workspace } from "./workspace.ts";

/** A request as it came, to an operation that was found. */
export interface RawCall {
  readonly ids: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** Who calls: what the token stands for. */
export interface Caller {
  readonly workspace: Workspace;
  readonly admin: AdminRow;
  /** The `Intercom-Version` asked for. */
  readonly version: string;
}

/** An operation of the stand-in. */
export interface Operation {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  /** With ids in braces, as in `/contacts/{contact_id}`. */
  readonly path: string;
  /** The SDK's call, such as `contacts.find`. */
  readonly sdk: string;
  /** Labels of the scopes that allow it: one of them is enough. */
  readonly scopes: readonly string[];
  readonly hasBody: boolean;
  /** @throws Refusal for anything Intercom would refuse. */
  run(raw: RawCall, caller: Caller): Answer;
}

export interface Answer {
  readonly status: number;
  /** JSON; undefined for an answer without a body. */
  readonly body: unknown;
}

type Head = Pick<Operation, "method" | "path" | "sdk" | "scopes">;

/**
 * Joins what an operation accepts to what it answers.
 *
 * `accepts` has some of `ids`, `query` and `body`; a part it lacks is not looked at.
 */
export function operation<Shape extends z.ZodRawShape>(
  head: Head,
  accepts: z.ZodObject<Shape>,
  answer: (call: z.output<z.ZodObject<Shape>> & Caller) => Answer,
): Operation {
  return {
    ...head,
    hasBody: "body" in accepts.shape,
    run(raw, caller) {
      const parsed = accepts.safeParse(raw);
      if (!parsed.success) throw toRefusal(parsed.error, raw);
      return answer({ ...parsed.data, ...caller });
    },
  };
}

export function ok(body: unknown): Answer {
  return { status: 200, body };
}

/** Says which field of `{ ids, query, body }` is wrong, and never what was in it. */
export function toRefusal(error: z.ZodError, input: unknown): Refusal {
  const issue = firstIssue(error.issues);
  const unknownKey = issue?.code === "unrecognized_keys" ? issue.keys[0] : undefined;
  const path = [...(issue?.path ?? []), ...(unknownKey === undefined ? [] : [unknownKey])];
  const field = path.slice(1).join(".") || "body";
  return valueAt(input, path) === undefined
    ? new Refusal(400, "parameter_not_found", `${field} is required`, field)
    : new Refusal(400, "parameter_invalid", `${field} is invalid`, field);
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  let value = input;
  for (const key of path) {
    if (typeof value !== "object" || value === null) return undefined;
    value = Reflect.get(value, key);
  }
  return value;
}

/** Of a union's problems, those of the variant that the input came closest to. */
function firstIssue(issues: readonly z.core.$ZodIssue[]): z.core.$ZodIssue | undefined {
  const issue = issues[0];
  if (issue?.code !== "invalid_union" || issue.errors.length === 0) return issue;
  const nearest = [...issue.errors].sort((a, b) => depth(b) - depth(a) || a.length - b.length)[0];
  const inner = firstIssue(nearest ?? []);
  return inner === undefined ? issue : { ...inner, path: [...issue.path, ...inner.path] };
}

function depth(issues: readonly z.core.$ZodIssue[]): number {
  return Math.max(0, ...issues.map((issue) => issue.path.length));
}

/** An id in a path or a body: digits, or digits as a string. */
export const ID: z.ZodType<string, string | number> = z
  .union([z.string().min(1).max(100), z.number().int().nonnegative()])
  .transform(String);

/** An operation that accepts nothing. */
export const NOTHING = z.object({});
