import { createServer } from "node:http";
import { IntercomClient } from "intercom-client";
import { afterAll, beforeAll, beforeEach } from "vitest";

/** A request as it came over the wire. */
export interface Came {
  readonly method: string;
  /** As it was asked for, encoded, the query included. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Parsed JSON; undefined without a body. */
  readonly body: unknown;
}

/** What to answer. */
export interface Answer {
  readonly status?: number;
  readonly body: unknown;
}

export interface CountingServer {
  /** The real SDK, talking to the server. */
  readonly client: IntercomClient;
  readonly came: readonly Came[];
  /** `GET /contacts/1`, oldest first. */
  lines(): string[];
  /** What `GET /contacts/1` is answered from now on; `{}` unless told. */
  answer(line: string, body: unknown, status?: number): void;
}

export const TOKEN = "canary-token";

/** An HTTP server that counts what comes, for the tests of the file that calls this. */
export function countingServer(): CountingServer {
  const came: Came[] = [];
  const answers = new Map<string, Answer>();
  const server = createServer((req, res) => {
    const chunks: Buffer[] = [];
    req.on("data", (chunk: Buffer) => chunks.push(chunk));
    req.on("end", () => {
      const { method = "", url = "", headers } = req;
      const text = Buffer.concat(chunks).toString();
      came.push({ method, url, headers, body: text === "" ? undefined : JSON.parse(text) });
      const { status = 200, body } = answers.get(`${method} ${url}`) ?? { body: {} };
      res.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(body));
    });
  });
  let client: IntercomClient | undefined;
  beforeAll(async () => {
    await new Promise<void>((resolve) => {
      server.listen(0, "127.0.0.1", resolve);
    });
    const address = server.address();
    if (typeof address !== "object" || address === null) throw new Error("no port");
    const { port } = address;
    client = new IntercomClient({
      token: TOKEN,
      baseUrl: `http://127.0.0.1:${port}`,
      maxRetries: 0,
    });
  });
  beforeEach(() => {
    came.length = 0;
    answers.clear();
  });
  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return {
    get client() {
      if (client === undefined) throw new Error("the server has not begun");
      return client;
    },
    came,
    lines: () => came.map(({ method, url }) => `${method} ${url}`),
    answer(line, body, status = 200) {
      answers.set(line, { status, body });
    },
  };
}

/** Where a client of the SDK sends its requests. */
export function baseUrlOf(client: IntercomClient): string {
  const options: unknown = Reflect.get(client, "_options");
  if (typeof options !== "object" || options === null) throw new Error("no options");
  return String(Reflect.get(options, "baseUrl"));
}
