import { definePolicy } from "@intercom-rbac/core";
import type { Request, Response } from "express";
import { gate } from "./watched.ts";

/** The callbacks that an app gives; `options` says to whom. */
export const PLACES = [
  { where: "principal", options: "rbac", who: "ada", code: "unauthenticated" },
  { where: "policyFor", options: "rbac", who: "ada", code: undefined },
  { where: "fields", options: "guard", who: "ada", code: "field_required" },
  { where: "resource", options: "guard", who: "ada", code: "resource_required" },
  { where: "onDecision", options: "rbac", who: "ada", code: "granted" },
  { where: "onDenied", options: "rbac", who: "none", code: "permission_missing" },
] as const;
export type Place = (typeof PLACES)[number];
export type Where = Place["where"];

/** What a callback has at hand, and what it should have given. */
export interface Call {
  readonly right: unknown;
  readonly req: Request;
  readonly res: Response;
}
export type Misbehaviour = (call: Call) => unknown;

const boom = new Error("boom");
type Then = (give: (value: unknown) => void, fail: (error: unknown) => void) => void;
export const thenable = (then: Then): object => ({ then });

/** Throws what Express would take for "go on". */
const throwing = (base: object, member: string | number): object =>
  Object.defineProperty(base, member, {
    get() {
      throw undefined;
    },
    enumerable: true,
  });

/** Whoever does this is refused with 500 in every place. */
export const FAULTS: readonly (readonly [string, Misbehaviour])[] = [
  [
    "throws",
    () => {
      throw boom;
    },
  ],
  [
    "throws nothing",
    () => {
      throw undefined;
    },
  ],
  ["rejects", () => Promise.reject(boom)],
  ["rejects with nothing", () => Promise.reject()],
  [
    "rejects with nothing, later",
    async () => {
      await new Promise((resolve) => setImmediate(resolve));
      throw undefined;
    },
  ],
  [
    "rejects, then gives",
    ({ right }) =>
      thenable((give, fail) => {
        fail(boom);
        give(right);
      }),
  ],
  [
    "gives a thenable that throws",
    () =>
      thenable(() => {
        throw undefined;
      }),
  ],
  [
    "gives a thenable of a thenable that rejects with nothing",
    () => thenable((give) => give(thenable((_give, fail) => fail(undefined)))),
  ],
  ["gives something whose then throws", () => throwing({}, "then")],
];

/** Ways on that are no way in: each is taken, and then the right value given. */
export const GOING_ON: readonly (readonly [string, Misbehaviour])[] = [
  [
    "calls req.next()",
    ({ req, right }) => {
      req.next?.();
      return right;
    },
  ],
  [
    'calls req.next("route")',
    ({ req, right }) => {
      req.next?.("route");
      return right;
    },
  ],
  [
    'calls req.next("router") and throws nothing',
    ({ req }) => {
      req.next?.("router");
      throw undefined;
    },
  ],
  [
    'calls req.next("route"), later',
    async ({ req, right }) => {
      await undefined;
      req.next?.("route");
      return right;
    },
  ],
  [
    "calls req.next() twice",
    ({ req, right }) => {
      req.next?.();
      req.next?.();
      return right;
    },
  ],
];

/** Whoever does this has answered in the guard's place; that answer stands, and nothing runs behind it. */
export const ANSWERING: readonly (readonly [string, Misbehaviour])[] = [
  [
    "answers the response itself",
    ({ res, right }) => {
      res.status(299).json("mine");
      return right;
    },
  ],
  [
    "answers the response itself, later",
    async ({ res, right }) => {
      await undefined;
      res.status(299).json("mine");
      return right;
    },
  ],
  [
    "answers twice",
    ({ res, right }) => {
      res.status(299).json("mine");
      res.status(298).json("again");
      return right;
    },
  ],
  [
    "answers and throws nothing",
    ({ res }) => {
      res.status(299).json("mine");
      throw undefined;
    },
  ],
  [
    "answers and never settles",
    ({ res }) => {
      res.status(299).json("mine");
      return gate().opened;
    },
  ],
];

/** Another app's policy with the same names: what is derived from this app's is not made anew. */
const foreign = definePolicy({
  permissions: { contacts: ["read"], conversations: ["read", "reply", "close"] },
  roles: { agent: { can: ["*"] } },
});

/** What each place may not give. The hooks are not listed: nothing they give is read. */
export const WRONG: readonly (readonly [Where, string, unknown])[] = [
  ["principal", "text", "ada"],
  ["principal", "true", true],
  ["principal", "an array", [{ id: "ada", roles: ["agent"] }]],
  ["principal", "a function", () => ({ id: "ada", roles: ["owner"] })],
  ["principal", "roles as text", { id: "ada", roles: "owner" }],
  ["principal", "roles behind a throwing getter", throwing({ id: "ada" }, "roles")],
  ["principal", "an id behind a throwing getter", throwing({ roles: ["owner"] }, "id")],
  ["policyFor", "nothing", undefined],
  ["policyFor", "null", null],
  ["policyFor", "text", "policy"],
  ["policyFor", "true", true],
  ["policyFor", "an object", {}],
  ["policyFor", "a yes-sayer", { decide: () => ({ allowed: true }), can: () => true }],
  ["policyFor", "a policy that is not derived", foreign],
  ["policyFor", "a throwing getter", throwing({}, "decide")],
  ["fields", "nothing", undefined],
  ["fields", "text", "text"],
  ["fields", "a set", new Set(["text"])],
  ["fields", "numbers", [1]],
  ["fields", "a hole", new Array(1)],
  ["fields", "a name behind a throwing getter", throwing(["text"], 0)],
  ["resource", "text", "c1"],
  ["resource", "a number", 1],
  ["resource", "true", true],
  ["resource", "false", false],
  ["resource", "many rows", [{ id: "c1", assigneeId: "ada" }]],
  ["resource", "a function", () => ({ id: "c1", assigneeId: "ada" })],
  ["resource", "a field behind a throwing getter", throwing({ id: "c1" }, "assigneeId")],
];
