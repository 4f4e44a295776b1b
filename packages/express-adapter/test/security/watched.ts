import type { ErrorRequestHandler, RequestHandler } from "express";
import { afterEach, beforeEach, expect } from "vitest";
import { memory } from "../desk.ts";

/** What a test counts of a guarded route. */
export interface Seen {
  handler: number;
  loader: number;
  readonly errors: unknown[];
}

/** A handler that must not run, an error handler that answers as most apps' do, and what both have seen. */
export function watched() {
  const seen: Seen = { handler: 0, loader: 0, errors: [] };
  const ran: RequestHandler = (_req, res) => {
    seen.handler += 1;
    res.json("ran");
  };
  const report: ErrorRequestHandler = (error, _req, res, next) => {
    seen.errors.push(error);
    if (res.headersSent) next(error);
    else res.status(error.status ?? 500).json({ reported: error.code ?? error.message });
  };
  return { seen, ran, report, audit: memory() };
}

/** Fails each test of this file during which a rejection or an exception reached the process. */
export function expectNoFaults(): void {
  const faults: unknown[] = [];
  const collect = (fault: unknown): void => {
    faults.push(fault);
  };
  beforeEach(() => {
    faults.length = 0;
    process.on("unhandledRejection", collect);
    process.on("uncaughtException", collect);
  });
  afterEach(async () => {
    // Node tells of a rejection once its microtasks are done.
    await new Promise((resolve) => setImmediate(resolve));
    process.off("unhandledRejection", collect);
    process.off("uncaughtException", collect);
    expect(faults).toEqual([]);
  });
}

/** A promise and what settles it: tests wait on events, never on the clock. */
export function gate<X = void>() {
  let open: (value: X | PromiseLike<X>) => void = () => undefined;
  const opened = new Promise<X>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}
