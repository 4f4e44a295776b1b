import { expect, test } from "vitest";
import { describeRoutes } from "../../src/index.ts";
import { app } from "./recorded/late-app.ts";

const first =
  "Call recordRoutes(express) in a module that is imported before the files that make apps or fill routers.";

test("recorded in the file that imports the routers, they were filled before: the reason says what to do", () => {
  const forgets = process.env["EXPRESS_UNDER_TEST"] === "express5-router22";
  const unknown = `Its mount path is not known. ${first}`;
  expect(describeRoutes(app).map(({ path, reason }) => [path, reason])).toEqual(
    forgets
      ? [
          ["/contacts/(unknown)/all", unknown],
          ["/desk/(unknown)", unknown],
        ]
      : [
          ["/contacts/:id/notes/all", undefined],
          ["/desk/reports", `Express hides a mounted app. ${first}`],
        ],
  );
});
