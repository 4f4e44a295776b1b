// What `npm start` shows: the support desk on its own data, then the helpdesk, which goes on serving.
import { root, run } from "./run.mjs";

const flags = process.argv.slice(2);
// Ctrl+C reaches the example too, which ends by itself; this waits for its exit code.
process.on("SIGINT", () => {});

const example = (name, ...args) =>
  run(process.execPath, ["--import", "tsx", `examples/${name}/src/main.ts`, ...args], {
    cwd: root,
  });

const shown = await example("support-desk", "--once", ...flags);
console.log("");
process.exitCode = shown === 0 ? await example("helpdesk", ...flags) : shown;
