// tsconfig.express4.json alone reads this file: it maps `express` to the types of version 4. That they are those is
// seen in what version 5 dropped.
import type { Request } from "express";
import type { Request as RequestOf4 } from "types-express4";
import { expectTypeOf } from "vitest";

declare const req: Request;
expectTypeOf(req).toEqualTypeOf<RequestOf4>();
expectTypeOf(req.param).toBeFunction();
