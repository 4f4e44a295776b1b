// Starts the project's desk on an Intercom of a few answers, sends it requests and looks at what reached Intercom:
// node visit.mjs <path of the app> <what this project is>
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [appPath, project] = process.argv.slice(2);
const require = createRequire(import.meta.url);
const { createDesk, isGuardedClient, scopesForPolicy } = await import(pathToFileURL(appPath).href);
const builds = {
  esm: await import("@intercom-rbac/intercom"),
  commonjs: require("@intercom-rbac/intercom"),
};
const [mine, other] = project.includes("commonjs")
  ? [builds.commonjs, builds.esm]
  : [builds.esm, builds.commonjs];
const { intercomPolicy } = await import("@intercom-rbac/core");

let passed = 0;
function check(what, actual, expected) {
  assert.deepEqual(actual, expected, what);
  passed += 1;
}

const admin = (id, roleId) => ({
  type: "admin",
  id,
  name: `Admin ${id}`,
  email: `${id}@desk.example`,
  team_ids: [],
  role: roleId === undefined ? null : { type: "role", id: roleId, name: `Role ${roleId}` },
});
const answers = new Map([
  ["GET /admins", { type: "admin.list", admins: [admin("1001", "101"), admin("1003", "103")] }],
  [
    "GET /me",
    {
      ...admin("1001", "101"),
      email_verified: true,
      app: { type: "app", id_code: "demo1234", name: "Demo", region: "US" },
    },
  ],
  ["GET /contacts/c1", { type: "contact", id: "c1", role: "user" }],
  ["DELETE /contacts/c1", { type: "contact", id: "c1", deleted: true }],
]);
const reached = [];
const intercom = createServer(({ method, url, headers }, res) => {
  const asked = `${method} ${url}`;
  const isAllowed = headers.authorization === "Bearer token" && answers.has(asked);
  if (!url.startsWith("/admins") && url !== "/me") reached.push(asked);
  res.writeHead(isAllowed ? 200 : 404, { "content-type": "application/json" });
  res.end(JSON.stringify(answers.get(asked) ?? { type: "error.list", errors: [] }));
});

async function listening(server) {
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${server.address().port}`;
}

const url = await listening(intercom);
const clientSecret = "the client secret";
const { app, client, guarded } = createDesk({ url, token: "token", clientSecret });
const desk = createServer(app);
const site = await listening(desk);

async function answered(request, headers, expected, options = {}) {
  const [method, path] = request.split(" ");
  const response = await fetch(`${site}${path}`, {
    method,
    headers,
    redirect: "manual",
    ...options,
  });
  const text = await response.text();
  const code = text.startsWith("{") ? JSON.parse(text).code : undefined;
  check(request, { status: response.status, code }, { code: undefined, ...expected });
  return response;
}

const as = (id) => ({ "x-admin": id });
await answered("GET /contacts/c1", as("1003"), { status: 200 });
await answered("DELETE /contacts/c1", as("1003"), { status: 403, code: "permission_missing" });
await answered("POST /contacts/c1/purge", as("1003"), { status: 403, code: "permission_missing" });
await answered("DELETE /contacts/c1", as("9999"), { status: 401, code: "unauthenticated" });
check("what reached Intercom by then", reached, ["GET /contacts/c1"]);
await answered("DELETE /contacts/c1", as("1001"), { status: 200 });
check("what reached Intercom in all", reached, ["GET /contacts/c1", "DELETE /contacts/c1"]);

const start = await answered("GET /intercom/start", {}, { status: 303 });
const page = new URL(start.headers.get("location"));
check("where an install begins", `${page.origin}${page.pathname}`, `${url}/oauth`);
check("that it is bound to the browser", start.headers.getSetCookie().length > 0, true);
await answered(
  "GET /intercom/callback?code=1&state=forged",
  { accept: "application/json" },
  { status: 400, code: "oauth_refused" },
);

await answered("HEAD /webhooks", {}, { status: 200 });
const body = JSON.stringify({
  type: "notification_event",
  app_id: "demo1234",
  id: null,
  topic: "ping",
  created_at: Math.floor(Date.now() / 1000),
  data: { type: "notification_event_data", item: { type: "ping" } },
});
const signature = `sha1=${createHmac("sha1", clientSecret).update(body).digest("hex")}`;
const json = { "content-type": "application/json" };
const signed = { ...json, "x-hub-signature": signature };
await answered("POST /webhooks", signed, { status: 200 }, { body });
const forged = { ...json, "x-hub-signature": "sha1=0" };
await answered("POST /webhooks", forged, { status: 401 }, { body });
desk.close();
intercom.close();
intercom.closeAllConnections();

check("the app loaded the build of its own kind", isGuardedClient === mine.isGuardedClient, true);
check("the two builds are two", mine.isGuardedClient === other.isGuardedClient, false);
for (const build of [mine, other]) {
  check("a guarded client is known to both builds", build.isGuardedClient(guarded), true);
  check("and others are not taken for one", build.isGuardedClient(client), false);
}
const theirs = other.guardClient(client, { policy: intercomPolicy, principal: null });
check("a client of one build is guarded by the other", mine.isGuardedClient(theirs), true);
check("the scopes that a policy needs", scopesForPolicy(intercomPolicy).needs.length > 0, true);

console.log(`${project} with the Intercom side: ${passed} checks passed`);
