import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const main = fileURLToPath(new URL("../src/main.ts", import.meta.url));

/** What it prints, and its exit code. */
async function run(
  flags: readonly string[],
  environment: { readonly [name: string]: string },
): Promise<{ readonly text: string; readonly code: unknown }> {
  const { INTERCOM_ACCESS_TOKEN: _token, ...env } = process.env;
  const child = spawn(
    process.execPath,
    ["--conditions=@intercom-rbac/source", "--import", "tsx", main, ...flags],
    { env: { ...env, ...environment }, stdio: ["ignore", "pipe", "pipe"] },
  );
  let text = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => {
      text += chunk.toString();
    });
  }
  const [code] = await once(child, "close");
  return { text, code };
}

test("--once shows who is who and who may do what, at most 120 wide, and ends well", async () => {
  const { text, code } = await run(["--once"], {});
  expect(text).toContain("91 requests to the helpdesk, 42 allowed, 49 refused; all as expected.");
  expect(text).toMatch(/^Agnes Agent +Support agent +teammate, dispatcher +5 +4$/m);
  expect(Math.max(...text.split("\n").map((line) => line.length))).toBeLessThanOrEqual(120);
  expect(code).toBe(0);
});

test("an empty token is answered by a sentence with the next step", async () => {
  const { text, code } = await run([], { INTERCOM_ACCESS_TOKEN: "" });
  expect(text).toMatch(/^.*INTERCOM_ACCESS_TOKEN.*Developer Hub.*$/m);
  expect(code).toBe(1);
});

test("an unknown option: exit code 2", async () => {
  const { text, code } = await run(["--onec"], {});
  expect(text.split("\n")[0]).toBe("Unknown option: --onec");
  expect(code).toBe(2);
});
