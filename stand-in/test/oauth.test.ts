import { once } from "node:events";
import { createServer } from "node:http";
import { describe, expect } from "vitest";
import type { StandIn, StandInOptions } from "../src/index.ts";
import { startStandIn } from "../src/index.ts";
import { clientOf, test } from "./support/test.ts";

const CALLBACK = "http://localhost:3000/callback";

function authorizeUrl(standIn: StandIn, more: Record<string, string> = {}): string {
  const asked = { client_id: standIn.clientId, redirect_uri: CALLBACK, state: "abc", ...more };
  return `${standIn.url}/oauth?${new URLSearchParams(asked)}`;
}

async function exchange(
  standIn: StandIn,
  body: Record<string, unknown> | URLSearchParams,
): Promise<{ status: number; json: unknown }> {
  const isForm = body instanceof URLSearchParams;
  const response = await fetch(`${standIn.url}/auth/eagle/token`, {
    method: "POST",
    ...(isForm
      ? { body }
      : { headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) }),
  });
  return { status: response.status, json: await response.json() };
}

function codeFor(standIn: StandIn, adminId = "1002"): string {
  const redirect = standIn.authorize(authorizeUrl(standIn), { adminId });
  return new URL(redirect).searchParams.get("code") ?? "";
}

function credentials(standIn: StandIn): { client_id: string; client_secret: string } {
  return { client_id: standIn.clientId, client_secret: standIn.clientSecret };
}

describe("the authorize page", () => {
  test("lists every teammate of every workspace, and a way to decline", async ({ standIn }) => {
    const answer = await fetch(authorizeUrl(standIn, { state: '"><script>' }));
    const html = await answer.text();
    expect([answer.status, answer.headers.get("content-type")]).toEqual([
      200,
      "text/html; charset=utf-8",
    ]);
    expect(html.match(/approve_as=/g)).toHaveLength(8);
    expect(html).toContain("Agnes Agent</a>: Support agent");
    expect(html).toContain(">Decline</a>");
    expect(html).not.toContain("<script>");
  });

  test("its links send the browser back with a code and the state", async ({ standIn }) => {
    const html = await (await fetch(authorizeUrl(standIn))).text();
    const link = /href="([^"]+)">Agnes/.exec(html)?.[1]?.replaceAll("&#38;", "&");
    const answer = await fetch(standIn.url + link, { redirect: "manual" });
    expect(answer.status).toBe(302);
    const target = new URL(answer.headers.get("location") ?? "");
    expect(target.origin + target.pathname).toBe(CALLBACK);
    expect([...target.searchParams.keys()]).toEqual(["state", "code"]);
    expect(target.searchParams.get("state")).toBe("abc");
  });

  test("declining comes back without a code", async ({ standIn }) => {
    const target = `${CALLBACK}?state=abc&error=access_denied`;
    expect(standIn.authorize(authorizeUrl(standIn), { decline: true })).toBe(target);
    const url = authorizeUrl(standIn, { decline: "1" });
    expect((await fetch(url, { redirect: "manual" })).headers.get("location")).toBe(target);
  });

  test.for([
    { client_id: "someone-else" },
    { redirect_uri: "javascript:alert(1)" },
    { redirect_uri: "/callback" },
    { approve_as: "77" },
    { approve_as: "1002", workspace: "other567" },
  ])("refuses %o", async (more, { standIn }) => {
    const answer = await fetch(authorizeUrl(standIn, more), { redirect: "manual" });
    expect([answer.status, answer.headers.get("location")]).toEqual([400, null]);
  });

  test("sends nobody to a redirect that the app did not register", async () => {
    const standIn = await startStandIn({ redirectUris: [CALLBACK] });
    const evil = authorizeUrl(standIn, { redirect_uri: "http://evil.example/" });
    expect((await fetch(evil)).status).toBe(400);
    expect(() => standIn.authorize(evil, { adminId: "1002" })).toThrow("redirect_uri is invalid");
    const bare = `${standIn.url}/oauth?client_id=${standIn.clientId}`;
    expect(standIn.authorize(bare, { decline: true })).toBe(`${CALLBACK}?error=access_denied`);
    await standIn.close();
  });
});

describe("the exchange", () => {
  test("gives a token of whoever approved, for JSON or a form", async ({ standIn }) => {
    const { client_id, client_secret } = credentials(standIn);
    for (const pack of [
      (code: string) => ({ client_id, client_secret, code }),
      (code: string) => new URLSearchParams({ client_id, client_secret, code }),
    ]) {
      const { status, json } = await exchange(standIn, pack(codeFor(standIn)));
      expect([status, json]).toEqual([
        200,
        { token_type: "Bearer", token: expect.any(String), access_token: expect.any(String) },
      ]);
      const { token, access_token } = Object(json);
      expect(token).toBe(access_token);
      const me = await clientOf(standIn, { token }).admins.identify();
      expect(me).toMatchObject({ email: "adam@support.example", app: { id_code: "demo1234" } });
    }
  });

  test("takes a code once", async ({ standIn }) => {
    const body = { ...credentials(standIn), code: codeFor(standIn) };
    expect((await exchange(standIn, body)).status).toBe(200);
    expect(await exchange(standIn, body)).toMatchObject({
      status: 401,
      json: { errors: [{ message: "Unauthorized Code" }] },
    });
  });

  test("refuses a code that was made up, and another app", async ({ standIn }) => {
    const body = { ...credentials(standIn), code: "made-up" };
    expect((await exchange(standIn, body)).status).toBe(401);
    const code = codeFor(standIn);
    const stranger = { ...credentials(standIn), client_secret: "guess", code };
    expect((await exchange(standIn, stranger)).status).toBe(401);
    expect((await exchange(standIn, { ...credentials(standIn), code })).status).toBe(200);
  });

  test.for(["client_id", "client_secret", "code"])("needs %s", async (field, { standIn }) => {
    const whole = { ...credentials(standIn), code: codeFor(standIn) };
    for (const [value, code] of [
      [undefined, "parameter_not_found"],
      [7, "parameter_invalid"],
    ]) {
      expect(await exchange(standIn, { ...whole, [field]: value })).toMatchObject({
        status: 400,
        json: { errors: [{ code, field }] },
      });
    }
  });

  test("gives the scopes of the app, or those of the choice", async () => {
    const options: StandInOptions = { scopes: ["Read admins"] };
    const standIn = await startStandIn(options);
    const first = await exchange(standIn, { ...credentials(standIn), code: codeFor(standIn) });
    const client = clientOf(standIn, { token: Object(first.json).token });
    await client.admins.list();
    await expect(client.tags.list()).rejects.toMatchObject({ statusCode: 403 });

    const choice = { adminId: "1002", scopes: ["Read tags"] };
    const redirect = new URL(standIn.authorize(authorizeUrl(standIn), choice));
    const code = redirect.searchParams.get("code");
    const second = await exchange(standIn, { ...credentials(standIn), code });
    await clientOf(standIn, { token: Object(second.json).token }).tags.list();
    await standIn.close();
  });
});

describe("uninstalling", () => {
  /** Collects what is posted to it. */
  async function startApp(): Promise<{ url: string; seen: string[]; close: () => void }> {
    const seen: string[] = [];
    const server = createServer(async (request, response) => {
      let text = "";
      for await (const chunk of request) text += chunk;
      seen.push(`${request.method} ${request.headers["content-type"]} ${text}`);
      response.end();
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    const port = typeof address === "object" ? address?.port : undefined;
    return { url: `http://127.0.0.1:${port}/uninstall`, seen, close: () => server.close() };
  }

  const NOTICE = 'POST application/json {"app_id":"demo1234"}';

  test("revokes a workspace's tokens and tells the app", async ({ standIn, client }) => {
    const app = await startApp();
    const other = standIn.issueToken({ workspaceId: "other567", adminId: "2001" });
    expect((await standIn.uninstall("demo1234", app.url))?.status).toBe(200);
    expect(app.seen).toEqual([NOTICE]);
    await expect(client.admins.list()).rejects.toMatchObject({
      statusCode: 401,
      body: { errors: [{ code: "token_revoked" }] },
    });
    await clientOf(standIn, { token: other }).admins.list();
    expect(await standIn.uninstall("other567")).toBeUndefined();
    app.close();
  });

  test("the app uninstalls itself: all tokens of the workspace end, no other's, and it gets its own notice", async () => {
    const app = await startApp();
    const standIn = await startStandIn({ uninstallUrl: app.url });
    const token = standIn.issueToken({ adminId: "1002" });
    const other = standIn.issueToken({ workspaceId: "other567", adminId: "2001" });
    const uninstall = (): Promise<Response> =>
      fetch(`${standIn.url}/auth/uninstall`, {
        method: "POST",
        headers: { Authorization: `Bearer ${token}` },
      });
    expect((await uninstall()).status).toBe(200);
    for (const ended of [token, standIn.token]) {
      await expect(clientOf(standIn, { token: ended }).admins.list()).rejects.toMatchObject({
        body: { errors: [{ code: "token_revoked" }] },
      });
    }
    await clientOf(standIn, { token: other }).admins.list();
    await expect.poll(() => app.seen).toEqual([NOTICE]);
    expect((await uninstall()).status).toBe(401);
    await standIn.close();
    app.close();
  });

  test("a notice that cannot be delivered fails nothing", async () => {
    const standIn = await startStandIn({ uninstallUrl: "http://127.0.0.1:9/" });
    const answer = await fetch(`${standIn.url}/auth/uninstall`, {
      method: "POST",
      headers: { Authorization: `Bearer ${standIn.token}` },
    });
    expect(answer.status).toBe(200);
    await standIn.close();
  });
});
