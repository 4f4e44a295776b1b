import { expect, test } from "vitest";
import { describeRoutes } from "../../src/index.ts";
import { app } from "./recorded/early-app.ts";

test("recorded in a module imported first, routers and apps in files of their own are seen on every Express", () => {
  expect(describeRoutes(app).map(({ path, status }) => [path, status])).toEqual([
    ["/contacts/:id/notes/all", "guarded"],
    ["/desk/reports/weekly", "guarded"],
  ]);
});
