import type { Request, Response } from "express";
import express from "express";
import { describe, expect, test } from "vitest";
import { createRbac } from "../../src/index.ts";
import { as, authenticate, conversations, policy, serve } from "../desk.ts";
import { exchange, parseAnswer } from "./ask.ts";
import { expectNoFaults, gate, watched } from "./watched.ts";

expectNoFaults();

type Way = "found on the request then" | "kept from before";

/**
 * Ada is refused c2. The callback at `where` then goes on by `req.next`, once she has her 403: to the handler, were it
 * not held back.
 */
async function goOnLate(where: string, way: Way) {
  const { seen, ran, report, audit } = watched();
  const [refused, late] = [gate(), gate()];
  const giving = (here: string, req: Request, right: unknown): unknown => {
    if (here !== where) return right;
    const kept = req.next;
    // Nobody waits for this, as for what an event emitter or a timer of the app's does.
    refused.opened
      .then(() => (way === "kept from before" ? kept?.() : req.next?.()))
      .then(
        () => late.open(),
        (thrown) => late.open(Promise.reject(thrown)),
      );
    return right;
  };
  const { requirePermission } = Reflect.apply(createRbac, undefined, [
    {
      policy,
      audit,
      principal: (req: Request) => giving("principal", req, Reflect.get(req, "user")),
      policyFor: (req: Request) => giving("policyFor", req, policy),
      onDecision: (_decision: unknown, { req }: { readonly req: Request }) =>
        giving("onDecision", req, undefined),
      onDenied: (req: Request, res: Response, _next: unknown, { status }: { status: number }) => {
        res.sendStatus(status);
        return giving("onDenied", req, undefined);
      },
    },
  ]);
  const guard = requirePermission("conversations:reply", {
    fields: (req: Request) => giving("fields", req, ["text"]),
    resource: (req: Request) => giving("resource", req, conversations.get("c2")),
  });
  const app = express();
  app.use(authenticate);
  app.get("/", guard, ran);
  app.get("/", ran);
  app.use(report);
  const received = await exchange(await serve(app), { path: "/", headers: as("ada") });
  refused.open();
  await late.opened;
  expect(parseAnswer(received).status).toBe(403);
  expect(seen.handler).toBe(0);
  expect(audit.lines()).toEqual(["denied condition_not_met conversations:reply"]);
}

describe("req.next called when the request was refused long ago", () => {
  test.each(["principal", "policyFor", "fields", "resource", "onDecision", "onDenied"])(
    "HTTP-09 by %s, as it stands on the request then: no handler runs",
    (where) => goOnLate(where, "found on the request then"),
  );

  test.each(["principal", "policyFor", "fields", "resource", "onDecision", "onDenied"])(
    "HTTP-09 by %s, which kept it: no handler runs, nothing is thrown",
    (where) => goOnLate(where, "kept from before"),
  );
});
