// Starts the project's app, sends it requests and compares every answer whole:
// node visit.mjs <path of the app> <what this project is>
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [appPath, project] = process.argv.slice(2);
const require = createRequire(import.meta.url);
const { app, policy, createRbac, routes } = await import(pathToFileURL(appPath).href);
const builds = {
  esm: {
    core: await import("@intercom-rbac/core"),
    express: await import("@intercom-rbac/express"),
  },
  commonjs: {
    core: require("@intercom-rbac/core"),
    express: require("@intercom-rbac/express"),
  },
};
const [mine, other] = project.includes("commonjs")
  ? [builds.commonjs, builds.esm]
  : [builds.esm, builds.commonjs];

let passed = 0;
function check(what, actual, expected) {
  assert.deepEqual(actual, expected, what);
  passed += 1;
}

check("the app loaded the build of its own kind", createRbac === mine.express.createRbac, true);
check("the two builds are two", mine.express.createRbac === other.express.createRbac, false);

const server = await new Promise((resolve) => {
  const listening = app.listen(0, "127.0.0.1", () => resolve(listening));
});

async function answers(request, as, status, body, headers = {}) {
  const [method, path] = request.split(" ");
  const response = await fetch(`http://127.0.0.1:${server.address().port}${path}`, {
    method,
    headers: as === "nobody" ? {} : { "x-user": as },
  });
  const said = (await response.text()).replace(/"decisionId":"[^"]+"/, '"decisionId":"…"');
  const received = Object.keys(headers).map((name) => [name, response.headers.get(name)]);
  // As text: the order of members is part of the answer.
  const expected = JSON.stringify(status < 400 ? body : { ...body, decisionId: "…" });
  check(
    `${request} as ${as}`,
    [response.status, said, Object.fromEntries(received)],
    [status, expected, headers],
  );
}

const refused = { "cache-control": "no-store" };
const forbidden = (required, code, message) => ({
  error: "Forbidden",
  message: `${message}: ${required}`,
  required,
  currentRole: "agent",
  code,
});
const missing = forbidden("contacts:delete", "permission_missing", "Missing permission");

await answers("GET /health", "nobody", 200, { ok: true });
await answers(
  "DELETE /contacts/1",
  "nobody",
  401,
  {
    error: "Unauthorized",
    message: "Authentication required",
    required: "contacts:delete",
    code: "unauthenticated",
  },
  { ...refused, "www-authenticate": "Bearer" },
);
await answers("DELETE /contacts/1", "ana", 403, missing, refused);
await answers("DELETE /contacts/1", "olga", 200, { deleted: "1" });
await answers("POST /contacts/1/merge", "ana", 403, missing, refused);
await answers("GET /conversations", "ana", 200, [{ id: "c1", assigneeId: "ana" }]);
await answers("POST /conversations/c1/reply", "ana", 200, { repliedTo: "c1", assigneeId: "ana" });
await answers(
  "POST /conversations/c2/reply",
  "ana",
  403,
  forbidden("conversations:reply", "condition_not_met", "Not allowed"),
  refused,
);
await answers(
  "POST /conversations/c3/reply",
  "ana",
  404,
  { error: "Not Found", message: "Not found", code: "not_found" },
  refused,
);
server.close();

const expectedRoutes = [
  { method: "GET", path: "/health", status: "public", guards: [], reason: "load balancer" },
  {
    method: "DELETE",
    path: "/contacts/:id",
    status: "guarded",
    guards: [{ all: ["contacts:delete"] }],
  },
  {
    method: "POST",
    path: "/contacts/:id/merge",
    status: "guarded",
    guards: [{ all: ["contacts:read"] }],
  },
  {
    method: "GET",
    path: "/conversations",
    status: "guarded",
    guards: [{ all: ["conversations:read"], list: true }],
  },
  {
    method: "POST",
    path: "/conversations/:id/reply",
    status: "guarded",
    guards: [{ all: ["conversations:reply"], resource: true }],
  },
];
check("the routes, told by the app's build", plain(routes), expectedRoutes);
check("the routes, told by the other", plain(other.express.describeRoutes(app)), expectedRoutes);

function plain(value) {
  return JSON.parse(JSON.stringify(value));
}

function thrownBy(act) {
  try {
    act();
  } catch (error) {
    return error;
  }
  return undefined;
}

const bob = { id: "bob", roles: ["agent"] };
for (const [code, act] of [
  ["ERR_RBAC_PERMISSION_UNKNOWN", () => policy.can(bob, "contacts:delte")],
  ["ERR_RBAC_PERMISSION_DENIED", () => policy.authorize(bob, "contacts:delete")],
]) {
  const error = thrownBy(act);
  check(
    `${code} is told by both builds`,
    [error.code, ...isRbacErrorOf(error)],
    [code, true, true],
  );
}

function isRbacErrorOf(error) {
  return [mine, other].map(({ core }) => core.isRbacError(error));
}

// What a server would send to the browser; scripts/check-consumers.mjs reads it with the snapshot entry alone.
writeFileSync("snapshot.json", JSON.stringify(policy.snapshotFor(bob)));

console.log(
  `${project} express ${require("express/package.json").version}: ${passed} checks passed`,
);
