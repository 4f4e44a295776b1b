import { ServerResponse } from "node:http";
import { pipeline, Readable } from "node:stream";
import { pipeline as pipelined } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import type { Request, Response } from "express";

/** What no client may see, in whatever way it is sent. */
export const SECRET = "s3cret";

type Handler = (req: Request, res: Response) => unknown;

const here = fileURLToPath(import.meta.url);
const source = (): Readable => Readable.from([SECRET, SECRET, SECRET]);
const { write, end, writeHead } = ServerResponse.prototype;

/** Every way in which a handler answers yes, and headers and a body that it answers with. */
export const ANSWERS: readonly (readonly [string, Handler])[] = [
  ["json", (_req, res) => res.json({ SECRET })],
  [
    "send, with headers",
    (_req, res) => res.set("X-Row", SECRET).cookie("row", SECRET).send(SECRET),
  ],
  ["end", (_req, res) => res.end(SECRET)],
  ["end without a body", (_req, res) => res.set("X-Row", SECRET).end()],
  [
    "end with a callback",
    (_req, res) => new Promise<void>((done) => res.end(SECRET, () => done())),
  ],
  [
    "write and end",
    (_req, res) => {
      res.write(SECRET);
      res.write(SECRET);
      res.end();
    },
  ],
  [
    "write, and the rest later",
    async (_req, res) => {
      await new Promise((written) => res.write(SECRET, written));
      res.write(SECRET);
      await new Promise((resolve) => setImmediate(resolve));
      res.write(SECRET);
      res.end(SECRET);
    },
  ],
  ["pipe", (_req, res) => source().pipe(res)],
  ["pipeline", (_req, res) => pipeline(source(), res, () => undefined)],
  ["pipeline, promised", (_req, res) => pipelined(source(), res).catch(() => undefined)],
  ["writeHead(200).end", (_req, res) => res.writeHead(200, { "X-Row": SECRET }).end(SECRET)],
  ["writeHead with a reason", (_req, res) => res.writeHead(200, SECRET).end(SECRET)],
  ["writeHead with raw headers", (_req, res) => res.writeHead(200, ["X-Row", SECRET]).end(SECRET)],
  [
    "writeHead(200) under a statusCode of 500",
    (_req, res) => {
      res.statusCode = 500;
      res.writeHead(200).end(SECRET);
    },
  ],
  ['writeHead("200")', (_req, res) => Reflect.apply(res.writeHead, res, ["200"]).end(SECRET)],
  [
    "writeHead with a status that changes as it is read",
    (_req, res) => {
      let read = 0;
      const status = { valueOf: () => (read++ === 0 ? 200 : 404) };
      Reflect.apply(res.writeHead, res, [status]).end(SECRET);
    },
  ],
  [
    'statusCode = "201"',
    (_req, res) => {
      Reflect.set(res, "statusCode", "201");
      res.end(SECRET);
    },
  ],
  [
    "a status nobody knows",
    (_req, res) => {
      res.statusCode = 600;
      res.end(SECRET);
    },
  ],
  [
    "a reason of its own",
    (_req, res) => {
      res.statusMessage = SECRET;
      res.end(SECRET);
    },
  ],
  [
    "flushHeaders early",
    async (_req, res) => {
      res.set("X-Row", SECRET).flushHeaders();
      await new Promise((resolve) => setImmediate(resolve));
      res.write(SECRET);
      res.end(SECRET);
    },
  ],
  [
    "writeHead again, after Node refused one",
    (_req, res) => {
      try {
        Reflect.apply(res.writeHead, res, [undefined]);
      } catch {
        res.writeHead(200, { "X-Row": SECRET }).end(SECRET);
      }
    },
  ],
  [
    "json, after Node refused a header of a 404",
    (_req, res) => {
      try {
        res.writeHead(404, { "X-Row": "na\u0100me" });
      } catch {
        res.status(200).json(SECRET);
      }
    },
  ],
  [
    "writeHeader",
    (_req, res) => {
      Reflect.apply(Reflect.get(res, "writeHeader") as ServerResponse["writeHead"], res, [200]);
      res.end(SECRET);
    },
  ],
  ["a last head of 1xx", (_req, res) => res.set("X-Row", SECRET).writeHead(199).end(SECRET)],
  [
    "trailers on chunks by hand",
    (_req, res) => {
      res.chunkedEncoding = true;
      res.addTrailers({ "X-Row": SECRET });
      res.end(SECRET);
    },
  ],
  ["redirect", (_req, res) => res.redirect(`/rows/${SECRET}`)],
  ["sendFile", (_req, res) => res.sendFile(here)],
  ["download", (_req, res) => res.download(here, SECRET)],
  ["304", (_req, res) => res.status(304).set("ETag", `"${SECRET}"`).end()],
  ["204", (_req, res) => res.set("X-Row", SECRET).sendStatus(204)],
  [
    "trailers",
    (_req, res) => {
      res.set("Trailer", "X-Row").write(SECRET);
      res.addTrailers({ "X-Row": SECRET });
      res.end();
    },
  ],
  [
    "cork",
    (_req, res) => {
      res.cork();
      res.write(SECRET);
      res.uncork();
      res.end();
    },
  ],
  [
    "Node's own write",
    (_req, res) => {
      Reflect.apply(write, res, [SECRET]);
      res.end();
    },
  ],
  [
    "Node's own write, twice and late",
    async (_req, res) => {
      Reflect.apply(write, res, [SECRET]);
      Reflect.apply(write, res, [SECRET]);
      await new Promise((resolve) => setImmediate(resolve));
      Reflect.apply(write, res, [SECRET]);
      Reflect.apply(end, res, [SECRET]);
    },
  ],
  ["Node's own end", (_req, res) => Reflect.apply(end, res, [SECRET])],
  ["Node's own end, without a body", (_req, res) => Reflect.apply(end, res, [])],
];

/** Heads that were made behind every fence: the connection is all that can be closed. */
export const BEHIND: readonly (readonly [string, Handler])[] = [
  [
    "end, under a statusCode of 404",
    (_req, res) => {
      Reflect.apply(writeHead, res, [200]);
      res.statusCode = 404;
      res.end(SECRET);
    },
  ],
  [
    "end",
    (_req, res) => {
      Reflect.apply(writeHead, res, [200]);
      res.end(SECRET);
    },
  ],
  [
    "write",
    (_req, res) => {
      Reflect.apply(writeHead, res, [200]);
      res.write(SECRET);
      res.end(SECRET);
    },
  ],
];
