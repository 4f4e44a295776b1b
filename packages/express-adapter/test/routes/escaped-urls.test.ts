import express from "express";
import { expect, test } from "vitest";
import { describeRoutes, recordRoutes } from "../../src/index.ts";
import { serve } from "../desk.ts";
import { exchange, parseAnswer } from "../security/ask.ts";
import { guard } from "./trap-parts.ts";

recordRoutes(express);

async function ask(base: string, path: string): Promise<string> {
  const { status, body } = parseAnswer(await exchange(base, { path }));
  return `${status} ${body}`;
}

// `url.parse`, which Express falls back to for these, writes `{{` as six characters. A router mounted behind a
// parameter is then handed the URL less so many of its own characters, and sees what no layer before it saw.
const ESCAPED = ["/teams/{{/abc/admin/users#", "http://h/teams/{{/abc/admin/users"];

test("a guard deeper than a mount with a parameter is not relied on: Express can be made to pass it by", async () => {
  const app = express();
  app.use("/teams/:team/admin", guard);
  const team = express.Router();
  team.get("/admin/users", (_req, res) => {
    res.send("reached");
  });
  app.use("/teams/:team", team);
  expect(describeRoutes(app)).toMatchObject([
    { path: "/teams/:team/admin/users", status: "opaque" },
  ]);
  const base = await serve(app);
  expect(await ask(base, "/teams/a/admin/users")).toMatch(/^401 /);
  for (const target of ESCAPED) expect(await ask(base, target)).toBe("200 reached");
});

test("a guard at the mount itself, in its router or on the route holds", async () => {
  const answer: express.RequestHandler = (_req, res) => {
    res.send("reached");
  };
  const app = express();
  const within = express.Router().use(guard).get("/admin/users", answer);
  app.use("/at/:team", guard, express.Router().get("/admin/users", answer));
  app.use("/in/:team", within);
  app.use("/on/:team", express.Router().get("/admin/users", guard, answer));
  expect(describeRoutes(app).map(({ status }) => status)).toEqual(Array(3).fill("guarded"));
  const base = await serve(app);
  for (const at of ["/at/", "/in/", "/on/"]) {
    for (const target of ["/teams/a/admin/users", ...ESCAPED]) {
      expect(await ask(base, target.replace("/teams/", at))).toMatch(/^401 /);
    }
  }
});
