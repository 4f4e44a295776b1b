import { spawn } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("..", import.meta.url));

const windows = process.platform === "win32";

/** Path of a tool that the root's or a package's node_modules installed. */
export function bin(name, directory = root) {
  return join(directory, "node_modules", ".bin", windows ? `${name}.CMD` : name);
}

/**
 * Runs a command with its output streaming to this terminal and nothing on its standard input.
 * Resolves to its exit code; a command that cannot be started, or was killed, counts as 1.
 */
export function run(command, args, { cwd = root, env = {} } = {}) {
  return new Promise((resolve) => {
    const child = spawn(windows ? `"${command}"` : command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ["ignore", "inherit", "inherit"],
      // npx and the shims in node_modules/.bin are .cmd files there, which only a shell starts.
      shell: windows,
    });
    child.on("error", (error) => {
      console.error(`${command}: ${error.message}`);
      resolve(1);
    });
    child.on("close", (code) => resolve(code ?? 1));
  });
}
