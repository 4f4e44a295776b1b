import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Group, Sample } from "./question.ts";

const child = fileURLToPath(new URL("../child.mjs", import.meta.url));

/** Measures one group of a question in a fresh process. What the process prints goes to standard error. */
export function runGroup(question: string, group: Group): Promise<readonly Sample[]> {
  return new Promise((resolve, reject) => {
    const args = [...(group.nodeFlags ?? []), child, question, group.name];
    const started = spawn(process.execPath, args, {
      stdio: ["ignore", "inherit", "inherit", "ipc"],
    });
    let samples: readonly Sample[] | undefined;
    started.on("message", (message: { readonly samples: readonly Sample[] }) => {
      samples = message.samples;
    });
    started.on("error", reject);
    started.on("close", (code) => {
      if (code === 0 && samples !== undefined) resolve(samples);
      else reject(new Error(`${question}, ${group.name}: the process ended with ${code}`));
    });
  });
}
