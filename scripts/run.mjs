import { spawn } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("..", import.meta.url));

const windows = process.platform === "win32";

/** Path of a tool that the root's or a package's node_modules installed. */
export function bin(name, directory = root) {
  return join(directory, "node_modules", ".bin", windows ? `${name}.CMD` : name);
}

function start(command, args, { cwd = root, env = {} }, stdio) {
  return spawn(windows ? `"${command}"` : command, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio,
    // npx and the shims in node_modules/.bin are .cmd files there, which only a shell starts.
    shell: windows,
  });
}

/**
 * Runs a command with its output streaming to this terminal and nothing on its standard input.
 * Resolves to its exit code; a command that cannot be started, or was killed, counts as 1.
 */
export function run(command, args, options = {}) {
  return new Promise((resolve) => {
    const child = start(command, args, options, ["ignore", "inherit", "inherit"]);
    child.on("error", (error) => {
      console.error(`${command}: ${error.message}`);
      resolve(1);
    });
    child.on("close", (code) => resolve(code ?? 1));
  });
}

/** The same, silently: resolves to `{ code, stdout, output }`, where `output` has both streams in order. */
export function capture(command, args, options = {}) {
  return new Promise((resolve) => {
    const child = start(command, args, options, ["ignore", "pipe", "pipe"]);
    let stdout = "";
    let output = "";
    child.stdout.setEncoding("utf8").on("data", (chunk) => {
      stdout += chunk;
      output += chunk;
    });
    child.stderr.setEncoding("utf8").on("data", (chunk) => {
      output += chunk;
    });
    child.on("error", (error) =>
      resolve({ code: 1, stdout, output: `${command}: ${error.message}` }),
    );
    child.on("close", (code) => resolve({ code: code ?? 1, stdout, output }));
  });
}
