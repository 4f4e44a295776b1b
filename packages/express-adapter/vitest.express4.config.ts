import { suiteOn } from "./vitest.shared.ts";

/** The oldest Express 4 that is supported. */
export default suiteOn("express-4", "express4");
