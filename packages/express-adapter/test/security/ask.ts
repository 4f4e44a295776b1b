import { connect } from "node:net";
import type { Express } from "express";
import request from "supertest";
import { serve } from "../desk.ts";

/** An answer as the client reads it; names of headers in lower case. */
export interface Answered {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface Question {
  readonly method?: string;
  /** Sent as it stands. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** One request over a socket, byte by byte as told: no client tidies the path. Resolves to all that comes back. */
export function exchange(address: string, question: Question): Promise<string> {
  const { method = "GET", path, headers = {}, body = "" } = question;
  const { hostname, port } = new URL(address);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname);
    let received = "";
    socket.setEncoding("latin1");
    socket.on("data", (chunk) => {
      received += String(chunk);
    });
    socket.on("error", reject);
    socket.on("close", () => resolve(received));
    const lines = [
      `${method} ${path} HTTP/1.1`,
      `Host: ${hostname}`,
      "Connection: close",
      ...(body === "" ? [] : [`Content-Length: ${Buffer.byteLength(body)}`]),
      ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    ];
    socket.write(`${lines.join("\r\n")}\r\n\r\n${body}`);
  });
}

/** Splits what a socket received. Everything behind the head is body, whatever its head says of its length. */
export function parseAnswer(received: string): Answered {
  const end = received.indexOf("\r\n\r\n");
  const [statusLine = "", ...lines] = received.slice(0, end).split("\r\n");
  return {
    status: Number(statusLine.split(" ")[1]),
    headers: Object.fromEntries(
      lines.map((line) => {
        const colon = line.indexOf(":");
        return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
      }),
    ),
    body: received.slice(end + 4),
  };
}

export type Ask = (question: Question) => Promise<Answered>;

/** Serves the app on a port of its own until the test ends; each question has a connection of its own. */
export async function askOnPort(app: Express): Promise<Ask> {
  const address = await serve(app);
  return async (question) => parseAnswer(await exchange(address, question));
}

export async function askBySupertest(app: Express): Promise<Ask> {
  return async ({ method = "GET", path, headers = {}, body }) => {
    // Supertest's `Test` takes any method; its agent names them in lower case.
    const sent = new request.Test(app, method, path);
    for (const [name, value] of Object.entries(headers)) sent.set(name, value);
    const answered = await (body === undefined ? sent : sent.send(body));
    return { status: answered.status, headers: answered.headers, body: answered.text ?? "" };
  };
}

/** Both ways a user of this package would test an app. */
export const WAYS: readonly (readonly [string, (app: Express) => Promise<Ask>])[] = [
  ["on a port", askOnPort],
  ["through supertest", askBySupertest],
];
