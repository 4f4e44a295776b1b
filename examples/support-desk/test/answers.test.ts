import type { Server } from "node:http";
import "@intercom-rbac/testing/vitest";
import request from "supertest";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createApp } from "../src/app.ts";
import { rows } from "../src/expected.ts";
import { listen } from "../src/listen.ts";
import { send, visit } from "../src/visit.ts";

let server: Server;
let origin: string;

beforeAll(async () => {
  const listening = await listen(createApp(), 0);
  server = listening.server;
  origin = `http://127.0.0.1:${listening.port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

test.each(rows)("$request answers each role as the table says", async (row) => {
  const answers = await visit(origin, row);
  expect(answers.map(({ answer }) => answer)).toEqual(row.answers);
});

test("a list holds the rows that its reader may read", async () => {
  const idsFor = async (user: string): Promise<unknown> => {
    const { text } = await send(origin, "GET /conversations", { user });
    return JSON.parse(text).map(({ id }: { id: string }) => id);
  };
  expect(await idsFor("ana")).toEqual(["c1", "c2", "c3"]);
  expect(await idsFor("nina")).toEqual(["c1", "c3"]);
});

test("a conversation that may not be read and one that is not there look alike", async () => {
  const answerFor = async (id: string): Promise<string> => {
    const { text } = await send(origin, `GET /conversations/${id}`, { user: "nina" });
    return text.replace(/"decisionId":"[^"]+"/, "");
  };
  expect(await answerFor("c2")).toBe(await answerFor("c9"));
});

test("refused in part, a bulk close closes nothing", async () => {
  const app = createApp();
  const closing = await request(app)
    .post("/conversations/close")
    .set("x-demo-user", "nina")
    .send({ ids: ["c1", "c3"] });
  expect(closing).toBeForbidden({ required: "conversations:close", code: "condition_not_met" });
  const reading = await request(app).get("/conversations/c1").set("x-demo-user", "nina");
  expect(reading.body).toMatchObject({ assigneeId: "nina", state: "open" });
});

test("a role in the request is not believed", async () => {
  const response = await request(createApp())
    .put("/settings?role=owner")
    .set({ "x-demo-user": "ana", "x-role": "owner" })
    .send({ officeHours: "always", roles: ["owner"] });
  expect(response).toBeForbidden({ required: "settings:manage", currentRole: "agent" });
});

test("a body that is not understood is the client's mistake", async () => {
  const response = await request(createApp())
    .put("/settings")
    .set("x-demo-user", "olga")
    .send({ officeHours: 9 });
  expect(response.status).toBe(400);
  expect(response.body).toEqual({
    error: "Bad Request",
    message: "officeHours must be a non-empty string",
  });
});
