import { afterAll, describe, expect, test } from "vitest";
import { DIES, requests } from "./requests.mjs";
import { ask, summaryOf } from "./support/ask.mjs";
import { loadApp } from "./support/load-app.mjs";
import { serve } from "./support/serve.mjs";
import { textTable } from "./support/table.mjs";

const answered = { before: new Map(), after: new Map() };
const bodies = { before: new Map(), after: new Map() };
const named = (rows) =>
  rows.map((row) => [`${row.as ?? "nobody"}: ${row.send}${row.hole ? ` — ${row.hole}` : ""}`, row]);

const deadly = requests.filter(({ before }) => before === DIES);
const harmless = requests.filter(({ before }) => before !== DIES);

describe.each(["before", "after"])("%s", (which) => {
  test.each(named(harmless))("%s", async (_name, row) => {
    const response = await ask(loadApp(which), row);
    answered[which].set(row, summaryOf(response, row));
    bodies[which].set(row, response.text);
    expect(answered[which].get(row)).toBe(row[which]);
  });

  test.each(named(deadly))("%s", async (_name, row) => {
    const server = await serve(which);
    try {
      const answer = await Promise.race([
        ask(server.url, row).then(
          (response) => summaryOf(response, row),
          () => server.exited.then(() => DIES),
        ),
        server.exited.then(() => DIES),
      ]);
      answered[which].set(row, answer);
      expect(answer).toBe(row[which]);
      if (answer === DIES) {
        const { code, output } = await server.exited;
        expect({ code, output }).toMatchObject({
          code: 1,
          output: expect.stringContaining("TypeError: granted.includes is not a function"),
        });
      } else {
        expect(await ask(server.url, { send: "GET /health" })).toMatchObject({ status: 200 });
      }
    } finally {
      await server.stop();
    }
  });
});

test("whatever both apps allow without a hole, they answer alike to the byte", () => {
  const legitimate = harmless.filter(({ hole, before }) => !hole && before.startsWith("2"));
  expect(legitimate.length).toBeGreaterThan(15);
  for (const row of legitimate) expect(bodies.after.get(row)).toBe(bodies.before.get(row));
});

test("every hole is open before and closed after", () => {
  for (const { hole, before, after } of requests) {
    if (hole === undefined) continue;
    expect([hole, before === DIES || before.startsWith("2")]).toEqual([hole, true]);
    expect([hole, after === before]).toEqual([hole, false]);
  }
});

afterAll(() => {
  console.log(
    `${textTable(requests, answered)}\nhole: a mistake in the code before, or a rule for which it had no words`,
  );
});
