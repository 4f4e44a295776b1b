/**
 * The route tables of the hard fixture, on whichever Express is under test, and their proof by requests.
 *
 * After a change that is meant to alter them, write the pages under `expected/` anew and review the difference:
 * `WRITE_ROUTE_TABLES=1 npx vitest run --project "express*" hard-fixture`
 */
import { readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import express from "express";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { RouteReport } from "../../src/index.ts";
import { describeRoutes, recordRoutes } from "../../src/index.ts";
import { hardFixture } from "./hard-fixture.ts";
import { pageOf } from "./route-tables.ts";
import { expectedPage } from "./versions.ts";
import type { Visit } from "./visits.ts";

const { title, file } = expectedPage();

// In this order: what is recorded stays recorded.
const plain = hardFixture(express);
recordRoutes(express);
const recorded = hardFixture(express);
const tables = { without: describeRoutes(plain.app), recorded: describeRoutes(recorded.app) };

test("the tables are those that are checked in", () => {
  const found = pageOf(title, tables);
  if (process.env["WRITE_ROUTE_TABLES"] !== undefined) writeFileSync(file, found);
  expect(readFileSync(file, "utf8")).toBe(found);
});

test("the fixture has rows of every status", () => {
  for (const rows of Object.values(tables)) {
    expect(new Set(rows.map(({ status }) => status))).toEqual(
      new Set(["guarded", "public", "unguarded", "opaque"]),
    );
  }
});

describe.each([
  { name: "without recordRoutes", fixture: plain, rows: tables.without },
  { name: "with recordRoutes", fixture: recorded, rows: tables.recorded },
])("requests as nobody, $name", ({ fixture: { app, visits }, rows }) => {
  const server = createServer(app);
  let base = "";
  beforeAll(async () => {
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
    const address = server.address();
    if (typeof address === "object") base = `http://127.0.0.1:${address?.port}`;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  async function visit({ method, url }: Visit): Promise<{ status: number; ran: string[] }> {
    visits.ran.length = 0;
    const response = await fetch(base + url, { method });
    await response.arrayBuffer();
    return { status: response.status, ran: [...visits.ran] };
  }
  const keyOf = ({ method, path }: RouteReport) => `${method} ${path}`;

  for (const row of rows.filter(({ status }) => status === "guarded")) {
    test(`guarded: ${keyOf(row)} is refused`, async () => {
      const known = visits.of(keyOf(row));
      expect(known, "the fixture gives a URL of each guarded row").not.toEqual([]);
      for (const one of known) {
        // HEAD is answered by what GET would run, where nothing is there for HEAD alone.
        const heads =
          one.method === "GET" && !rows.some((other) => keyOf(other) === `HEAD ${row.path}`)
            ? [{ ...one, method: "HEAD" }]
            : [];
        for (const each of [one, ...heads]) {
          expect({ ...each, ...(await visit(each)) }).toEqual({ ...each, status: 401, ran: [] });
        }
      }
    });
  }
  for (const row of rows.filter(({ status }) => status === "public" || status === "unguarded")) {
    const known = visits.of(keyOf(row));
    if (known.length === 0) {
      test(`${row.status}: ${keyOf(row)} only passes requests on`, () => {
        expect(["HEAD /head-gap", "ALL /skipped"]).toContain(keyOf(row));
      });
      continue;
    }
    test(`${row.status}: ${keyOf(row)} is reached`, async () => {
      for (const one of known) {
        const ran = one.handler === "file" ? [] : [one.handler];
        expect({ ...one, ...(await visit(one)) }).toEqual({ ...one, status: 200, ran });
      }
    });
  }
  for (const way of visits.ways) {
    test(`not guarded: ${way.method} ${way.url} gets past the guard to ${way.handler}`, async () => {
      expect(await visit(way)).toEqual({ status: 200, ran: [way.handler] });
      const row = rows.find((one) => keyOf(one) === way.handler);
      expect(row?.status).not.toBe("guarded");
    });
  }
});
