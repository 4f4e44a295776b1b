import { createHash } from "node:crypto";
import { createServer } from "node:http";
import express from "express";
import request from "supertest";
import { describe, expect, test } from "vitest";
import type { OAuthRouterOptions } from "../../src/index.ts";
import { oauthRouter } from "../../src/index.ts";
import { frontDesk } from "./front-desk.ts";

const CONSENT = {
  appName: 'Desk <img src=x onerror="alert(1)">',
  scopes: [
    { scope: "Read admins", permissions: ["admins:read", "teams:read"] },
    { scope: "Write 'users' & <companies>", permissions: [] },
  ],
};

function pageOf(path: string, options: OAuthRouterOptions = {}) {
  const app = express().use(
    "/intercom",
    oauthRouter(frontDesk().flow, { consent: CONSENT, ...options }),
  );
  return request(app).get(path);
}

describe("the consent page", () => {
  test("lists each scope and what needs it, and links to the start", async () => {
    const { status, text } = await pageOf("/intercom?returnTo=/inbox%3Fa%3D%22b%22");
    expect(status).toBe(200);
    expect(text).toContain("<li><strong>Read admins</strong>, for admins:read, teams:read</li>");
    expect(text).toContain(
      "<li><strong>Write &#39;users&#39; &amp; &lt;companies&gt;</strong></li>",
    );
    expect(text).toContain(
      '<a href="/intercom/start?returnTo=%2Finbox%3Fa%3D%22b%22">Continue to Intercom</a>',
    );
    expect(text).not.toContain("Sign in");
  });

  test("escapes whatever it is given", async () => {
    const evil = encodeURIComponent('/"><script>alert(1)</script>');
    const { text } = await pageOf(`/intercom?returnTo=${evil}`);
    expect(text).not.toMatch(/<(?:img|script)/);
    expect(text).toContain("Desk &lt;img src=x onerror=&quot;alert(1)&quot;&gt;");
  });

  test("offers to sign in where one can", async () => {
    const { text } = await pageOf("/intercom?returnTo=/inbox", { onSignedIn: () => undefined });
    expect(text).toContain(
      '<a href="/intercom/start?purpose=sign-in&amp;returnTo=%2Finbox">Sign in with Intercom</a>',
    );
  });

  test("says so when no scope is needed", async () => {
    const { text } = await pageOf("/intercom", { consent: { appName: "Desk", scopes: [] } });
    expect(text).toContain("<p>Desk needs no access beyond who you are.</p>");
    expect(text).not.toContain("<ul>");
  });

  test("allows nothing but its own style, by its hash, and stands in no frame", async () => {
    const { text, headers } = await pageOf("/intercom");
    const style = /<style>([^<]*)<\/style>/.exec(text)?.[1] ?? "";
    const hash = createHash("sha256").update(style).digest("base64");
    expect(headers["content-security-policy"]).toBe(
      `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    );
    expect(headers["x-frame-options"]).toBe("DENY");
    expect(headers["x-content-type-options"]).toBe("nosniff");
  });

  test("can be read by everybody: a language, a title, one heading, a main part", async () => {
    const { text } = await pageOf("/intercom");
    for (const part of ['<html lang="en">', "<title>Connect Desk", "<main>", "<h1>Connect Desk"]) {
      expect(text.split(part)).toHaveLength(2);
    }
  });

  test("answers HEAD without a body, on servers too that take none", async () => {
    const app = express().use("/intercom", oauthRouter(frontDesk().flow, { consent: CONSENT }));
    const server = createServer({ rejectNonStandardBodyWrites: true }, app);
    const got = await request(server).get("/intercom");
    const { status, text, headers } = await request(server).head("/intercom");
    expect([status, text]).toEqual([200, undefined]);
    expect(headers["content-length"]).toBe(got.headers["content-length"]);
  });

  test("links below wherever it is mounted, and nowhere else", async () => {
    const nested = express
      .Router()
      .use("/intercom", oauthRouter(frontDesk().flow, { consent: CONSENT }));
    const app = express().use("/desks/:desk", nested);
    expect((await request(app).get("/desks/a%22b/intercom/")).text).toContain(
      'href="/desks/a%22b/intercom/start"',
    );
    // A browser takes two slashes for another host.
    const any = express().use(/.*\/intercom/, oauthRouter(frontDesk().flow, { consent: CONSENT }));
    expect((await request(any).get("//evil.example/intercom/")).text).toContain('href="/"');
    const root = express().use(oauthRouter(frontDesk().flow, { consent: CONSENT }));
    expect((await request(root).get("/")).text).toContain('href="/start"');
  });
});
