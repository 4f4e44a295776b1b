/**
 * The hard fixture under OpenTelemetry's instrumentation, in a process of its own: it must be there before Express.
 * Prints as JSON the tables, and the names of the spans that one request made. The argument is the name under which
 * Express is installed.
 */
import { AsyncLocalStorage } from "node:async_hooks";
import { once } from "node:events";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import type { Context, ContextManager } from "@opentelemetry/api";
import { context, ROOT_CONTEXT, trace } from "@opentelemetry/api";
import { registerInstrumentations } from "@opentelemetry/instrumentation";
import { ExpressInstrumentation } from "@opentelemetry/instrumentation-express";
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from "@opentelemetry/sdk-trace-base";
import type { RouteReport } from "../../src/index.ts";
import { describeRoutes, recordRoutes } from "../../src/index.ts";
import { hardFixture } from "./hard-fixture.ts";

export interface OtelTables {
  readonly without: readonly RouteReport[];
  readonly recorded: readonly RouteReport[];
  readonly spans: readonly string[];
  readonly status: number;
}

/** What `@opentelemetry/context-async-hooks` does. */
class AsyncContexts implements ContextManager {
  readonly #storage = new AsyncLocalStorage<Context>();
  active(): Context {
    return this.#storage.getStore() ?? ROOT_CONTEXT;
  }
  with<A extends unknown[], F extends (...args: A) => ReturnType<F>>(
    active: Context,
    run: F,
    self?: ThisParameterType<F>,
    ...args: A
  ): ReturnType<F> {
    return this.#storage.run(active, () => Reflect.apply(run, self, args));
  }
  bind<T>(active: Context, target: T): T {
    if (typeof target !== "function") return target;
    const { storage } = { storage: this.#storage };
    return new Proxy(target, {
      apply: (run, self, args) => storage.run(active, () => Reflect.apply(run, self, args)),
    });
  }
  enable(): this {
    return this;
  }
  disable(): this {
    return this;
  }
}

const exporter = new InMemorySpanExporter();
const tracerProvider = new BasicTracerProvider({
  spanProcessors: [new SimpleSpanProcessor(exporter)],
});
trace.setGlobalTracerProvider(tracerProvider);
context.setGlobalContextManager(new AsyncContexts());
registerInstrumentations({ tracerProvider, instrumentations: [new ExpressInstrumentation()] });

const require = createRequire(import.meta.url);
const express = require(process.argv[2] ?? "express");

const without = describeRoutes(hardFixture(express).app);
recordRoutes(express);
const { app } = hardFixture(express);
const recorded = describeRoutes(app);

const tracer = trace.getTracer("test");
const server = createServer((req, res) => {
  tracer.startActiveSpan("request", (span) => {
    res.once("close", () => span.end());
    app(req, res);
  });
});
server.listen(0, "127.0.0.1");
await once(server, "listening");
const { port } = server.address() as AddressInfo;
const { status } = await fetch(`http://127.0.0.1:${port}/settings/theme`);
server.closeAllConnections();
server.close();
await once(server, "close");

const spans = exporter.getFinishedSpans().map(({ name }) => name);
process.stdout.write(JSON.stringify({ without, recorded, spans, status } satisfies OtelTables));
