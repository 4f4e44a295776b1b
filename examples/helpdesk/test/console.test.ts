import { describeRoutes } from "@intercom-rbac/express";
import { expect, test } from "vitest";
import { signedIn, visitAll } from "../src/demo.ts";
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
