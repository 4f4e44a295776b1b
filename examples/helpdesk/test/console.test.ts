import { describeRoutes } from "@intercom-rbac/express";
import { expect, test, vi } from "vitest";
import { install, signedIn, visitAll } from "../src/demo.ts";
import { running } from "./running.ts";

test("every teammate gets what the table says, and nothing refused reaches Intercom", async () => {
  const { origin, standIn, audit } = await running();
  const visits = await visitAll(origin);
  expect(visits.filter(({ answer, expected }) => answer !== expected)).toEqual([]);
  expect(visits).toHaveLength(91);

  // The owner alone deletes: one contact, one article.
  const deleted = standIn.requests.filter(({ method }) => method === "DELETE");
  expect(deleted.map(({ path }) => path)).toEqual([
    "/contacts/6762f0d51bb69f9f00000008",
    "/articles/8004",
  ]);
  const denied = audit.entries.filter(
    (entry) => Reflect.get(Object(entry), "outcome") === "denied",
  );
  expect(denied.length).toBeGreaterThan(0);
});

test("a list holds the teammate's own conversations and no others", async () => {
  const { origin } = await running();
  const agnes = await signedIn(origin, "Agnes");
  const { text } = await agnes.visit("GET", new URL("/conversations", origin));
  const ids = JSON.parse(text).map(({ id }: { readonly id: string }) => id);
  // Hers, and those of Billing and VIP.
  expect(ids.sort()).toEqual(["9001", "9002", "9005", "9009", "9012"]);
});

test("every route is guarded, or open with a reason", async () => {
  const { app } = await running();
  const rows = describeRoutes(app).map(({ method, path, status }) => `${status} ${method} ${path}`);
  expect(rows.filter((row) => !/^(guarded|public) /.test(row))).toEqual([]);
  expect(rows).toContain("guarded DELETE /contacts/:id");
});

test("who is removed in Intercom has no access as soon as the webhook arrives", async () => {
  const { origin, standIn } = await running();
  const agnes = await signedIn(origin, "Agnes");
  const conversation = new URL("/conversations/9001", origin);
  expect((await agnes.visit("GET", conversation)).status).toBe(200);

  const { admins } = standIn.workspace;
  const at = admins.findIndex(({ id }) => id === "1003");
  const [gone] = admins.splice(at, 1);
  expect((await agnes.visit("GET", conversation)).status).toBe(200);

  const item = { type: "admin", id: 1003, name: gone?.name, email: gone?.email, team_ids: [] };
  const told = await standIn.notify(`${origin}/intercom/webhooks`, {
    topic: "admin.removed_from_workspace",
    item,
  });
  expect(told.status).toBe(200);
  expect((await agnes.visit("GET", conversation)).status).toBe(401);
});

test("after an uninstall nobody gets in, and a notice alone takes nobody out", async () => {
  const { origin, standIn, workspaces } = await running();
  const olivia = await signedIn(origin, "Olivia");
  const me = new URL("/me", origin);
  const notice = { app_id: "demo1234" };
  await olivia.visit("POST", new URL("/intercom/uninstall", origin), notice);
  expect((await olivia.visit("GET", me)).status).toBe(200);

  await standIn.uninstall("demo1234", `${origin}/intercom/uninstall`);
  expect((await workspaces.find("demo1234"))?.status).not.toBe("active");
  expect((await olivia.visit("GET", me)).status).toBe(401);
});

test("when Intercom is down, what needs it says so and nothing is allowed by it", async () => {
  const { origin, standIn } = await running();
  const aaron = await signedIn(origin, "Aaron");
  const close = new URL("/conversations/9003/close", origin);
  expect((await aaron.visit("POST", close)).status).toBe(200);
  standIn.fail({ times: 100, kind: { status: 500 } });
  const { status, text } = await aaron.visit("POST", close);
  expect(status).toBe(502);
  expect(JSON.parse(text)).toEqual({ error: "Bad Gateway" });
});

test("a team that is gone stops routing alone", async () => {
  const { origin, standIn } = await running();
  const { teams, admins } = standIn.workspace;
  teams.splice(
    teams.findIndex(({ id }) => id === "5003"),
    1,
  );
  for (const admin of admins) admin.team_ids = admin.team_ids.filter((id) => id !== 5003);
  const olivia = await signedIn(origin, "Olivia");
  expect((await olivia.visit("GET", new URL("/conversations/9001", origin))).status).toBe(200);
  const routed = await olivia.visit("POST", new URL("/conversations/9005/team", origin), {
    topic: "billing",
  });
  expect(routed.status).toBe(500);
});

test("what a page of another origin sends is refused", async () => {
  const { origin } = await running();
  const aaron = await signedIn(origin, "Aaron");
  const close = new URL("/conversations/9003/close", origin);
  const elsewhere = { origin: "http://127.0.0.1:1", "sec-fetch-site": "same-site" };
  expect((await aaron.visit("POST", close, {}, elsewhere)).status).toBe(403);
  expect((await aaron.visit("POST", close, {}, { origin })).status).toBe(200);
});

test("the client's mistakes are its own, and no body is logged", async () => {
  const { origin } = await running();
  const logged = vi.spyOn(console, "error").mockImplementation(() => {});
  const olivia = await signedIn(origin, "Olivia");
  const reply = new URL("/conversations/9001/reply", origin);
  const broken = await olivia.visit("POST", reply, '{"text": "s3cret');
  expect(broken.status).toBe(400);
  for (const path of [
    "/conversations/%E0%A4%A",
    "/conversations/search",
    "/conversations/..%2fme",
  ]) {
    const { status } = await olivia.visit("GET", new URL(path, origin));
    expect([400, 404]).toContain(status);
  }
  expect(logged.mock.calls).toEqual([]);
});

test("who signs out is out, whoever kept the cookie", async () => {
  const { origin } = await running();
  const olivia = await signedIn(origin, "Olivia");
  const me = new URL("/me", origin);
  expect((await olivia.visit("GET", me)).status).toBe(200);
  const kept = olivia.cookieFor(origin);
  expect((await olivia.visit("POST", new URL("/sign-out", origin))).status).toBe(204);
  expect((await fetch(me, { headers: { cookie: kept } })).status).toBe(401);
});

test("nobody but an owner installs, and the install stays as it was", async () => {
  const { origin, workspaces } = await running();
  const before = await workspaces.find("demo1234");
  await expect(install(origin, "Aaron")).rejects.toThrow("The callback answered 403.");
  expect(await workspaces.find("demo1234")).toEqual(before);
});

test("a revoked token that any call learns of takes everybody out until the next install", async () => {
  const { origin, standIn, workspaces } = await running();
  const olivia = await signedIn(origin, "Olivia");
  const contacts = new URL("/contacts", origin);
  expect((await olivia.visit("GET", contacts)).status).toBe(200);
  standIn.revokeToken((await workspaces.find("demo1234"))?.token ?? "");
  expect((await olivia.visit("GET", contacts)).status).toBe(502);
  await expect.poll(async () => (await olivia.visit("GET", contacts)).status).toBe(401);
  expect((await workspaces.find("demo1234"))?.status).toBe("revoked");
  await install(origin);
  expect((await olivia.visit("GET", contacts)).status).toBe(200);
});
