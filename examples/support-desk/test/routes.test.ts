import "@intercom-rbac/testing/vitest";
import { expect, test } from "vitest";
import { createApp } from "../src/app.ts";

test("every route of the desk is guarded, or open on purpose", () => {
  expect(createApp()).toHaveNoUnguardedRoutes();
});
