import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { root } from "./load-app.mjs";

/** `node <which>/server.js` in a process of its own, which may die: `{ url, exited, stop }`. */
export async function serve(which) {
  const server = spawn(process.execPath, [join(root, which, "server.js")], {
    env: { ...process.env, PORT: "0" },
  });
  let output = "";
  const exited = once(server, "close").then(([code]) => ({ code, output }));
  const url = await new Promise((resolve, reject) => {
    const read = (chunk) => {
      output += chunk;
      const [, listening] = /Listening on (\S+)\n/.exec(output) ?? [];
      if (listening !== undefined) resolve(listening);
    };
    server.stdout.on("data", read);
    server.stderr.on("data", read);
    server.on("error", reject);
    exited.then(() =>
      reject(new Error(`${which}/server.js did not start (\`npm run build\` first?):\n${output}`)),
    );
  });
  return {
    url,
    exited,
    async stop() {
      server.kill();
      await exited;
    },
  };
}
