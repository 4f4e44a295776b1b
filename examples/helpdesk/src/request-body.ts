import type { Request } from "express";
import type { z } from "zod";

/** What the client sent is not what the route takes. */
export class BadRequest extends Error {
  readonly status = 400;
}

/** The request's body as the route takes it, and nothing besides. */
export function bodyAs<Schema extends z.ZodType>(req: Request, schema: Schema): z.infer<Schema> {
  const parsed = schema.safeParse(req.body);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new BadRequest(`${issue?.path.join(".") || "The body"}: ${issue?.message ?? "invalid"}`);
}
