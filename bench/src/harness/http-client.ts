import type { ChildProcess } from "node:child_process";
import { fork } from "node:child_process";
import { once } from "node:events";
import { Agent, request } from "node:http";
import { fileURLToPath } from "node:url";

export interface ServedApp {
  /** Microseconds of processor time, user and system, that the server has used so far. */
  readonly cpu: () => Promise<number>;
  /** Sends so many requests, a few at a time, over connections that stay open. */
  readonly send: (path: string, count: number) => Promise<void>;
  readonly close: () => void;
}

const CONNECTIONS = 4;

async function answerOf(child: ChildProcess): Promise<Record<string, unknown>> {
  const [message] = await once(child, "message");
  return message;
}

/** The app in another process, and a client for it in this one. */
export async function serveApp(): Promise<ServedApp> {
  const child = fork(fileURLToPath(new URL("../http-server.mjs", import.meta.url)), {
    execArgv: [],
  });
  const { port } = await answerOf(child);
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });

  const get = (path: string): Promise<void> =>
    new Promise((resolve, reject) => {
      const options = { agent, port: Number(port), host: "127.0.0.1", path };
      request({ ...options, headers: { authorization: "token-7" } }, (res) => {
        if (res.statusCode !== 200) reject(new Error(`${path}: ${res.statusCode}`));
        res.resume().on("end", resolve);
      })
        .on("error", reject)
        .end();
    });

  return {
    async cpu() {
      child.send("cpu");
      const { cpu } = await answerOf(child);
      return totalOf(cpu);
    },
    async send(path, count) {
      let left = count;
      const connection = async (): Promise<void> => {
        while (left-- > 0) await get(path);
      };
      await Promise.all(Array.from({ length: CONNECTIONS }, connection));
    },
    close() {
      agent.destroy();
      child.disconnect();
    },
  };
}

function totalOf(cpu: unknown): number {
  if (typeof cpu !== "object" || cpu === null || !("user" in cpu) || !("system" in cpu)) return 0;
  return Number(cpu.user) + Number(cpu.system);
}
