import { once } from "node:events";
import type { RequestListener, Server } from "node:http";
import { createServer } from "node:http";
import { isRbacError, UnavailableError } from "@intercom-rbac/core";
import type { Request } from "express";
import express from "express";
import type { JWTVerifyGetKey } from "jose";
import {
  createRemoteJWKSet,
  errors,
  exportJWK,
  exportSPKI,
  generateKeyPair,
  jwtVerify,
  SignJWT,
  UnsecuredJWT,
} from "jose";
import { describe, expect, onTestFinished, test } from "vitest";
import { createRbac } from "../../src/index.ts";
import { memory, policy } from "../desk.ts";
import { WAYS } from "../security/ask.ts";

const ISSUER = "https://login.example";
const AUDIENCE = "desk";
const ALGORITHM = "ES256";
const { publicKey, privateKey } = await generateKeyPair(ALGORITHM, { extractable: true });
const strangers = await generateKeyPair(ALGORITHM);

type Key = Parameters<SignJWT["sign"]>[0];

/** A token that passes, but for what is changed. */
function sign(
  claims: object,
  { key = privateKey as Key, algorithm = ALGORITHM, kid = "2026" } = {},
) {
  return new SignJWT({
    iss: ISSUER,
    aud: AUDIENCE,
    sub: "ada",
    roles: ["agent"],
    exp: 4_102_444_800,
    ...claims,
  })
    .setProtectedHeader({ alg: algorithm, kid })
    .sign(key);
}

function desk(keys: JWTVerifyGetKey = async () => publicKey) {
  const keyOf: JWTVerifyGetKey = async (header, token) => {
    try {
      return await keys(header, token);
    } catch (cause) {
      if (cause instanceof errors.JWKSNoMatchingKey) throw cause;
      throw new UnavailableError("The issuer's keys cannot be had.", { cause });
    }
  };
  const seen = { handler: 0, errors: [] as unknown[], unknownRoles: [] as unknown[] };
  const audit = memory();
  const { requirePermission } = createRbac({
    policy,
    audit,
    challenge: 'Bearer realm="desk"',
    async principal(req: Request) {
      const [scheme, token] = (req.get("authorization") ?? "").split(" ");
      if (scheme !== "Bearer" || token === undefined) return undefined;
      try {
        const { payload } = await jwtVerify<{ roles: string[] }>(token, keyOf, {
          issuer: ISSUER,
          audience: AUDIENCE,
          algorithms: [ALGORITHM],
        });
        // `sub` and `roles` are what the issuer put there, whatever the types say: the guard looks at both.
        return { id: payload.sub ?? "", roles: payload.roles };
      } catch (error) {
        if (error instanceof errors.JOSEError) return undefined;
        throw error;
      }
    },
    onDecision: ({ unknownRoles }) => {
      seen.unknownRoles.push(unknownRoles);
    },
  });
  const app = express();
  app.get("/contacts", requirePermission("contacts:read"), (_req, res) => {
    seen.handler += 1;
    res.json("ran");
  });
  const report: express.ErrorRequestHandler = (error, _req, res, _next) => {
    seen.errors.push(isRbacError(error) ? error.code : error);
    res.status(error.status ?? 500).json("reported");
  };
  app.use(report);
  return { app, seen, audit };
}

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

describe.each(WAYS)("JWT with jose, %s", (_way, open) => {
  const get = async (app: express.Express, headers: Record<string, string>) =>
    (await open(app))({ path: "/contacts", headers });

  test("a valid token: the roles of its claim decide", async () => {
    const { app, seen, audit } = desk();
    expect((await get(app, bearer(await sign({})))).status).toBe(200);
    expect((await get(app, bearer(await sign({ roles: [] })))).status).toBe(403);
    expect(seen.handler).toBe(1);
    expect(audit.lines()).toEqual([
      "allowed granted contacts:read",
      "denied permission_missing contacts:read",
    ]);
    expect(audit.entries[0]?.adminId).toBe("ada");
  });

  test.each<[string, () => Promise<string> | string]>([
    ["expired", () => sign({ exp: 1 })],
    ["not valid yet", () => sign({ nbf: 4_102_444_799 })],
    ["of another audience", () => sign({ aud: "billing" })],
    ["of another issuer", () => sign({ iss: "https://evil.example" })],
    ["signed by a stranger", () => sign({ roles: ["owner"] }, { key: strangers.privateKey })],
    [
      "with alg none",
      () =>
        new UnsecuredJWT({ roles: ["owner"] })
          .setIssuer(ISSUER)
          .setAudience(AUDIENCE)
          .setSubject("ada")
          .setExpirationTime(4_102_444_800)
          .encode(),
    ],
    [
      "signed with the public key as if it were a secret",
      async () =>
        sign(
          { roles: ["owner"] },
          { key: new TextEncoder().encode(await exportSPKI(publicKey)), algorithm: "HS256" },
        ),
    ],
    [
      "changed after it was signed",
      async () => {
        const [head, , signature] = (await sign({})).split(".");
        const claims = { iss: ISSUER, aud: AUDIENCE, sub: "ada", roles: ["owner"] };
        return `${head}.${Buffer.from(JSON.stringify(claims)).toString("base64url")}.${signature}`;
      },
    ],
    ["without a signature", async () => (await sign({})).replace(/[^.]*$/, "")],
    ["no token at all", () => "not.a.token"],
    ["without a subject", () => sign({ sub: undefined })],
  ])("%s: 401, the handler does not run", async (_name, make) => {
    const { app, seen, audit } = desk();
    const answer = await get(app, bearer(await make()));
    expect(answer.status).toBe(401);
    expect(answer.headers["www-authenticate"]).toBe('Bearer realm="desk"');
    expect(JSON.parse(answer.body)).toMatchObject({ code: "unauthenticated" });
    expect(seen).toMatchObject({ handler: 0, errors: [] });
    expect(audit.lines()).toEqual(["denied unauthenticated contacts:read"]);
  });

  test.each([
    {},
    { authorization: "Bearer" },
    { authorization: "" },
    { authorization: "Basic YWRhOmxvdmVsYWNl" },
  ])("%j: 401", async (headers: Record<string, string>) => {
    const { app, seen } = desk();
    expect((await get(app, headers)).status).toBe(401);
    expect(seen.handler).toBe(0);
  });

  test.each([
    ["text", "owner"],
    ["text with commas", "agent,owner"],
    ["missing", undefined],
    ["null", null],
    ["an object", { 0: "owner", length: 1 }],
    ["true", true],
    ["a list of lists", [["owner"]]],
    ["a list of numbers", [1]],
    ["a list of objects", [{ name: "owner" }]],
  ])("a roles claim that is %s: malformed, never coerced", async (_name, roles) => {
    const { app, seen, audit } = desk();
    expect((await get(app, bearer(await sign({ roles })))).status).toBe(500);
    expect(seen).toMatchObject({ handler: 0, errors: ["ERR_RBAC_PRINCIPAL_INVALID"] });
    expect(audit.lines()).toEqual(["denied unauthenticated contacts:read"]);
  });

  test("roles that the policy does not know allow nothing, and are reported", async () => {
    const { app, seen } = desk();
    const answer = await get(app, bearer(await sign({ roles: ["Agent", "superuser", "*"] })));
    expect(answer.status).toBe(403);
    expect(JSON.parse(answer.body)).toMatchObject({
      code: "permission_missing",
      currentRole: "Agent, superuser, *",
    });
    expect(seen).toMatchObject({ handler: 0, unknownRoles: [["Agent", "superuser", "*"]] });
  });

  test("beside a role that it does know, they change nothing", async () => {
    const { app, seen } = desk();
    expect((await get(app, bearer(await sign({ roles: ["superuser", "agent"] })))).status).toBe(
      200,
    );
    expect(seen).toMatchObject({ handler: 1, unknownRoles: [["superuser"]] });
  });
});

const JWKS = JSON.stringify({
  keys: [{ ...(await exportJWK(publicKey)), kid: "2026", alg: ALGORITHM }],
});

/** The URL of a server that answers so until the test has finished. */
async function keyServer(answer: RequestListener): Promise<URL> {
  const server = createServer(answer).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  return urlOf(server);
}

function urlOf(server: Server): URL {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("No port.");
  return new URL(`http://127.0.0.1:${address.port}/jwks.json`);
}

describe.each(WAYS)("JWT with the keys of a server, %s", (_way, open) => {
  const ask = async (url: URL, token: string) => {
    const { app, seen, audit } = desk(createRemoteJWKSet(url, { timeoutDuration: 200 }));
    const answer = await (await open(app))({ path: "/contacts", headers: bearer(token) });
    return { answer, seen, audit };
  };

  test.each([
    ["valid", 200, () => sign({})],
    ["expired", 401, () => sign({ exp: 1 })],
    ["naming a key that the issuer does not have", 401, () => sign({}, { kid: "2019" })],
    ["signed by a stranger", 401, () => sign({}, { key: strangers.privateKey })],
  ])("a token that is %s: %i", async (_name, status, make) => {
    const url = await keyServer((_req, res) => void res.end(JWKS));
    const { answer, seen } = await ask(url, await make());
    expect(answer.status).toBe(status);
    expect(seen).toMatchObject({ handler: status === 200 ? 1 : 0, errors: [] });
  });

  test.each<[string, RequestListener]>([
    ["answers 503", (_req, res) => void res.writeHead(503).end()],
    ["answers with a page", (_req, res) => void res.end("<!doctype html><title>Maintenance")],
    ["answers with other JSON", (_req, res) => void res.end('{"error":"maintenance"}')],
    ["hangs up", (req) => void req.destroy()],
    ["does not answer", () => undefined],
  ])("a key server that %s: 503, and nobody is logged out", async (_name, answerKeys) => {
    const { answer, seen, audit } = await ask(await keyServer(answerKeys), await sign({}));
    expect(answer.status).toBe(503);
    expect(answer.headers["www-authenticate"]).toBeUndefined();
    expect(JSON.parse(answer.body)).toMatchObject({ code: "unavailable" });
    expect(seen).toMatchObject({ handler: 0, errors: [] });
    expect(audit.lines()).toEqual(["denied unauthenticated contacts:read"]);
  });

  test("no key server at all: 503", async () => {
    const gone = createServer().listen(0, "127.0.0.1");
    await once(gone, "listening");
    const url = urlOf(gone);
    await new Promise((resolve) => gone.close(resolve));
    const { answer, seen } = await ask(url, await sign({}));
    expect(answer.status).toBe(503);
    expect(seen).toMatchObject({ handler: 0, errors: [] });
  });
});
