import { suiteOn } from "./vitest.shared.ts";

/** Express 5.3 with router 2.3. */
export default suiteOn("express", "express");
