import { IncomingMessage, ServerResponse } from "node:http";
import { Socket } from "node:net";
import { serveApp } from "../harness/http-client.ts";
import type { Question, Row, Sample } from "../harness/question.ts";
import { median } from "../harness/statistics.ts";
import { orderOf } from "../harness/timed.ts";
import type { Route } from "../workloads/http-app.ts";
import { httpApps, ROUTES } from "../workloads/http-app.ts";

const shared = {
  unit: "µs",
  floor: "the same route without a guard",
  goal: { of: "twin", twin: "twin of the floor" },
  stable: false,
} satisfies Partial<Row>;

export const question: Question = {
  title: "Over HTTP: Express 5 with and without a guard",
  rows: [
    { id: "http-time", title: "over HTTP, loopback: time per request", ...shared },
    { id: "http-cpu", title: "over HTTP, loopback: server processor time per request", ...shared },
    {
      id: "http-in-process",
      title: "Express 5 in process, no socket: time per request",
      ...shared,
      stable: true,
    },
  ],
  groups: [
    { name: "loopback", measure: loopback },
    { name: "in process", measure: inProcess },
  ],
};

const SIDES = {
  "/open": { side: "no guard", kind: "floor" },
  "/twin": { side: "twin of the floor", kind: "floor" },
  "/by-hand": { side: "middleware by hand", kind: "floor" },
  "/guarded": { side: "rbac", kind: "ours" },
} as const;

/** Blocks of each route in alternating order; `block` gives what one request takes, by row. */
async function paired(
  rounds: number,
  block: (route: Route) => Promise<Readonly<Record<string, number>>>,
): Promise<Sample[]> {
  const blocks: Readonly<Record<Route, Readonly<Record<string, number>>[]>> = {
    "/open": [],
    "/twin": [],
    "/by-hand": [],
    "/guarded": [],
  };
  for (const route of ROUTES) await block(route);
  for (const route of ROUTES) await block(route);
  for (let round = 0; round < rounds; round++) {
    for (const route of orderOf(ROUTES, round)) blocks[route].push(await block(route));
  }
  return ROUTES.flatMap((route) =>
    Object.keys(blocks[route][0]).map((row) => ({
      row,
      ...SIDES[route],
      value: median(blocks[route].map((found) => found[row])),
      ratio: median(blocks[route].map((found, round) => found[row] / blocks["/open"][round][row])),
    })),
  );
}

/** Real requests over real connections: server in a process of its own, client here. */
async function loopback(): Promise<Sample[]> {
  const requests = 500;
  const app = await serveApp();
  try {
    return await paired(15, async (route) => {
      const cpu = await app.cpu();
      const began = performance.now();
      await app.send(`${route}/1`, requests);
      const took = performance.now() - began;
      const used = (await app.cpu()) - cpu;
      return { "http-time": (took * 1000) / requests, "http-cpu": used / requests };
    });
  } finally {
    app.close();
  }
}

/** Node's own request and response objects handed to the app, whose answers go nowhere: all of Express, no network. */
async function inProcess(): Promise<Sample[]> {
  const app = httpApps();
  const socket = new Socket();
  const requests = 1_000;
  const one = (url: string): Promise<number> =>
    new Promise((resolve) => {
      const req = Object.assign(new IncomingMessage(socket), {
        method: "GET",
        url,
        headers: { authorization: "token-7" },
      });
      const res = new ServerResponse(req);
      const end = res.end.bind(res);
      Object.assign(res, {
        end(body: string) {
          end(body);
          resolve(res.statusCode);
        },
      });
      app(req, res);
    });
  return paired(15, async (route) => {
    const url = `${route}/1`;
    const began = performance.now();
    for (let request = 0; request < requests; request++) {
      if ((await one(url)) !== 200) throw new Error(`${url} was refused`);
    }
    return { "http-in-process": ((performance.now() - began) * 1000) / requests };
  });
}
