import { suiteOn } from "./vitest.shared.ts";

/** Express 5.2 with router 2.2, which forgets mount paths. */
export default suiteOn("express-5.2", "express5-router22");
