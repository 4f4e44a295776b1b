import type { ChildProcess } from "node:child_process";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { createApp } from "../src/app.ts";
import { listen } from "../src/listen.ts";

const main = fileURLToPath(new URL("../src/main.ts", import.meta.url));

function start(
  flags: readonly string[],
  port: string,
): {
  readonly child: ChildProcess;
  readonly output: { text: string };
  readonly end: Promise<unknown>;
} {
  const child = spawn(
    process.execPath,
    ["--conditions=@intercom-rbac/source", "--import", "tsx", main, ...flags],
    { env: { ...process.env, PORT: port }, stdio: ["ignore", "pipe", "pipe"] },
  );
  const output = { text: "" };
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => {
      output.text += chunk.toString();
    });
  }
  return { child, output, end: once(child, "close").then(([code]) => code) };
}

test("--once shows the table, at most 120 wide, and ends well", async () => {
  const { output, end } = start(["--once"], "0");
  expect(await end).toBe(0);
  expect(output.text).toContain("126 requests, 56 allowed, 70 refused; all as expected.");
  expect(Math.max(...output.text.split("\n").map((line) => line.length))).toBeLessThanOrEqual(120);
});

test("without it, it serves what it says on a free port until it is told to end", async () => {
  const { server, port } = await listen(createApp(), 0);
  const { child, output, end } = start([], String(port));
  await expect.poll(() => output.text, { timeout: 20_000 }).toContain("Serving until Ctrl+C.");
  expect(output.text).toContain(`Port ${port} is taken.`);

  const url = /^curl -i (\S+)$/m.exec(output.text)?.[1] ?? "";
  expect(new URL(url).port).not.toBe(String(port));
  expect((await fetch(url)).status).toBe(401);
  expect(output.text.match(/^ {2}\d+/gm)).toEqual(["  403", "  404", "  401"]);

  child.kill("SIGTERM");
  expect(await end).toBe(0);
  server.close();
});

test.each([
  { flags: ["--onec"], port: "0", says: "Unknown option: --onec" },
  {
    flags: ["--once"],
    port: "eighty",
    says: 'PORT must be a number from 0 to 65535, not "eighty".',
  },
])("$says: exit code 2", async ({ flags, port, says }) => {
  const { output, end } = start(flags, port);
  expect(await end).toBe(2);
  expect(output.text.split("\n")[0]).toBe(says);
});
