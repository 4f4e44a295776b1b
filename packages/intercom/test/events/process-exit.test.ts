import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const script = fileURLToPath(new URL("exiting-process.ts", import.meta.url));

/** Runs the script in a process of its own; resolves to what it wrote and how it ended. */
function run(mode: string): Promise<{ code: number; stdout: string }> {
  const args = ["--import", "tsx", "--conditions=@intercom-rbac/source", script, mode];
  return new Promise((resolve) => {
    execFile(process.execPath, args, { timeout: 30_000 }, (error, stdout) => {
      resolve({ code: error === null ? 0 : Number(error.code), stdout });
    });
  });
}

test("a process with entries that wait for another try ends when it has nothing else to do", async () => {
  expect(await run("leave")).toEqual({ code: 0, stdout: "written\n" });
});

test("a process that waits for flush or close does not end before", async () => {
  expect(await run("flush")).toEqual({ code: 0, stdout: "written\nflushed after 3\n" });
  expect(await run("close")).toEqual({ code: 0, stdout: "written\nclosed, dropped 1\n" });
});
