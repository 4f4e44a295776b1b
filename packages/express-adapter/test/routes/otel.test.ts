import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import type { OtelTables } from "./otel-tables.ts";
import { pageOf } from "./route-tables.ts";
import { expectedPage } from "./versions.ts";

test("under OpenTelemetry, which replaces handlers, the tables are the same", async () => {
  const script = fileURLToPath(new URL("otel-tables.ts", import.meta.url));
  const flags = ["--import", "tsx", "--conditions=@intercom-rbac/source"];
  const installed = process.env["EXPRESS_UNDER_TEST"] ?? "";
  const { stdout } = await promisify(execFile)(process.execPath, [...flags, script, installed], {
    cwd: fileURLToPath(new URL("../../../..", import.meta.url)),
    maxBuffer: 16 * 1024 * 1024,
  });
  const { spans, status, ...tables }: OtelTables = JSON.parse(stdout);

  // It was at work: on the middleware, the router and the guard that refused.
  expect(status).toBe(401);
  expect(spans).toContain("request");
  expect(spans).toContain("middleware - pass");
  expect(spans).toContainEqual(expect.stringMatching(/^router - /));
  expect(spans).toContain("middleware - requirePermission(settings:manage)");

  const { title, file } = expectedPage();
  expect(pageOf(title, tables)).toBe(readFileSync(file, "utf8"));
});
