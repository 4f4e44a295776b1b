import { inspect } from "node:util";
import { OAuthRefusedError, UnavailableError } from "@intercom-rbac/core";
import type { ErrorRequestHandler, RequestHandler, Response } from "express";
import express from "express";
import request from "supertest";
import { describe, expect, test } from "vitest";
import type { OAuthRouterOptions } from "../../src/index.ts";
import { assertRoutesGuarded, describeRoutes, oauthRouter } from "../../src/index.ts";
import { expectNoFaults, gate } from "../security/watched.ts";
import { frontDesk, INSTALL, SIGN_IN } from "./front-desk.ts";

expectNoFaults();

type Desk = ReturnType<typeof frontDesk>;

/** An app with the router at /intercom, what reached its error handler, and what its access log would have. */
function appOf({ flow }: Desk, options: OAuthRouterOptions = {}) {
  const errors: unknown[] = [];
  const log: string[] = [];
  const app = express();
  const access: RequestHandler = (req, res, next) => {
    res.on("finish", () => {
      log.push(`${req.originalUrl} ${req.url} ${JSON.stringify(req.query)}`);
    });
    next();
  };
  const report: ErrorRequestHandler = (error, _req, res, next) => {
    errors.push(error);
    if (res.headersSent) next(error);
    else res.status(500).json("reported");
  };
  app.use(access);
  app.use("/intercom", oauthRouter(flow, options));
  app.get("/intercom/elsewhere", (_req, res) => {
    res.json("elsewhere");
  });
  app.use(report);
  return { app, errors, log };
}

const CONSENT = {
  appName: "Desk <b>",
  scopes: [
    { scope: "Read admins", permissions: ["admins:read", "teams:read"] },
    { scope: 'Write "users" & <companies>', permissions: [] },
  ],
};
const CALLBACK = "/intercom/callback?code=canary-code&state=canary-state";

describe("every answer", () => {
  test.each([
    ["get", "/intercom"],
    ["get", "/intercom/start"],
    ["get", "/intercom/callback"],
    ["get", CALLBACK],
    ["post", "/intercom/uninstall"],
    ["delete", "/intercom/start"],
  ] as const)("%s %s is kept by nobody, and tells its address to nobody", async (method, path) => {
    const { app } = appOf(frontDesk(), { consent: CONSENT });
    const { headers } = await request(app)[method](path);
    expect(headers).toMatchObject({
      "cache-control": "no-store",
      "referrer-policy": "no-referrer",
    });
  });

  test("is of this router's paths alone; all others are passed on", async () => {
    const { app } = appOf(frontDesk(), { consent: CONSENT });
    expect((await request(app).get("/intercom/elsewhere")).body).toBe("elsewhere");
    for (const path of ["/intercom/callback/x", "/intercom/Callback", "/callback", "/"]) {
      expect((await request(app).get(path)).status).toBe(404);
    }
  });

  test.each([
    ["post", "/intercom", "GET, HEAD"],
    ["head", "/intercom/start", "GET, POST"],
    ["head", CALLBACK, "GET"],
    ["post", CALLBACK, "GET"],
    ["get", "/intercom/uninstall", "POST"],
    ["options", "/intercom/uninstall", "POST"],
  ] as const)("to %s %s is 405, and the flow is not asked", async (method, path, allow) => {
    const desk = frontDesk();
    const { app } = appOf(desk, { consent: CONSENT });
    const { status, headers } = await request(app)[method](path);
    expect([status, headers["allow"]]).toEqual([405, allow]);
    expect([desk.starts, desk.callbacks, desk.notices]).toEqual([[], [], []]);
  });
});

describe("the routes", () => {
  test("are public, each with its reason, and leave no other route open", () => {
    const { flow } = frontDesk();
    const router = express
      .Router()
      .use(oauthRouter(flow, { consent: CONSENT }))
      .get("/other", (_req, res) => {
        res.end();
      });
    expect(
      describeRoutes(router).map(({ method, path, status }) => `${method} ${path} ${status}`),
    ).toEqual([
      "GET / public",
      "GET /start public",
      "POST /start public",
      "GET /callback public",
      "POST /uninstall public",
      "GET /other unguarded",
    ]);
    expect(() => assertRoutesGuarded(express.Router().use(oauthRouter(flow)))).not.toThrow();
  });

  test("may be named otherwise, and the consent page left out", async () => {
    const { flow } = frontDesk();
    const paths = { start: "/connect", callback: "/back/here", uninstall: "/gone" };
    const router = express.Router().use(oauthRouter(flow, { paths }));
    expect(describeRoutes(router).map(({ path }) => path)).toEqual([
      "/connect",
      "/connect",
      "/back/here",
      "/gone",
    ]);
    const { app } = appOf(frontDesk(), { paths });
    expect((await request(app).get("/intercom/connect")).status).toBe(303);
    expect((await request(app).get("/intercom/back/here/")).status).toBe(400);
    expect((await request(app).get("/intercom")).status).toBe(404);
  });
});

describe("the start", () => {
  test.each(["get", "post"] as const)(
    "%s sends the browser to Intercom with its cookies",
    async (method) => {
      const desk = frontDesk();
      const { app } = appOf(desk);
      const response = await request(app)
        [method](
          "/intercom/start?returnTo=%2Finbox%3Ftab%3D2&workspaceId=evil&subject=evil&cookie=evil",
        )
        .set("Cookie", "a=b");
      expect(response.status).toBe(303);
      expect(response.headers["location"]).toBe(
        "https://app.intercom.com/oauth?client_id=c&state=s",
      );
      expect(response.headers["set-cookie"]).toEqual([
        "start=nonce; Path=/; HttpOnly",
        "old=; Max-Age=0; Path=/",
      ]);
      expect(desk.starts).toEqual([
        { purpose: "install", returnTo: "/inbox?tab=2", cookie: "a=b" },
      ]);
    },
  );

  test("keeps the cookies that the app has set already", async () => {
    const { flow } = frontDesk();
    const app = express();
    app.use((_req, res, next) => {
      res.setHeader("Set-Cookie", "session=1");
      next();
    });
    app.use("/intercom", oauthRouter(flow));
    const { headers } = await request(app).get("/intercom/start");
    expect(headers["set-cookie"]).toHaveLength(3);
  });

  test.each(["//evil.example", "https://evil.example", "/%5Cevil.example", "/a&returnTo=/b"])(
    "OAUTH-06 goes nowhere else afterwards: returnTo=%s",
    async (returnTo) => {
      const desk = frontDesk();
      await request(appOf(desk).app).get(`/intercom/start?returnTo=${returnTo}`);
      expect(desk.starts).toEqual([{ purpose: "install", returnTo: "/", cookie: undefined }]);
    },
  );

  test("for a sign-in there is only with onSignedIn", async () => {
    const desk = frontDesk();
    const without = await request(appOf(desk).app).get("/intercom/start?purpose=sign-in");
    expect([without.status, desk.starts]).toEqual([400, []]);
    const { app } = appOf(desk, { onSignedIn: () => undefined });
    expect((await request(app).get("/intercom/start?purpose=sign-in")).status).toBe(303);
    expect(desk.starts).toMatchObject([{ purpose: "sign-in" }]);
    for (const query of ["purpose=login", "purpose=sign-in&purpose=install", "purpose="]) {
      expect((await request(app).get(`/intercom/start?${query}`)).status).toBe(400);
    }
  });

  test("asks the app what it knows, which wins over the query", async () => {
    const desk = frontDesk();
    const begin: OAuthRouterOptions["begin"] = async (req) => ({
      workspaceId: "demo1234",
      purpose: "install",
      subject: "tenant 7",
      ...(req.query["x"] === "1" && { returnTo: "/mine" }),
    });
    const { app } = appOf(desk, { begin, onSignedIn: () => undefined });
    await request(app).get("/intercom/start?purpose=sign-in&returnTo=/theirs&x=1");
    await request(app).get("/intercom/start?purpose=sign-in&returnTo=/theirs&subject=evil");
    const known = { workspaceId: "demo1234", purpose: "install", subject: "tenant 7" };
    expect(desk.starts).toEqual([
      { ...known, returnTo: "/mine", cookie: undefined },
      { ...known, returnTo: "/theirs", cookie: undefined },
    ]);
  });

  test("is not begun when the app has answered, or failed", async () => {
    const desk = frontDesk();
    const login = appOf(desk, {
      begin(_req, res) {
        res.redirect("/login");
        return undefined;
      },
    });
    expect((await request(login.app).get("/intercom/start")).headers["location"]).toBe("/login");
    const broken = appOf(desk, {
      begin() {
        throw undefined;
      },
    });
    expect((await request(broken.app).get("/intercom/start")).status).toBe(500);
    expect(broken.errors).toEqual([expect.any(Error)]);
    expect(desk.starts).toEqual([]);
  });
});

describe("the callback", () => {
  test("gives the flow what came, and sends the browser on", async () => {
    const desk = frontDesk({ complete: () => Promise.resolve(INSTALL) });
    const seen: unknown[] = [];
    const { app } = appOf(desk, {
      onInstalled(install) {
        seen.push(install);
      },
      onSignedIn: () => expect.unreachable(),
    });
    const response = await request(app).get(`${CALLBACK}&x=1`).set("Cookie", "start=nonce");
    expect(response.status).toBe(303);
    expect(response.headers["location"]).toBe("/inbox");
    expect(response.headers["set-cookie"]).toEqual(["start=; Max-Age=0; Path=/"]);
    expect(response.text).toBe("");
    expect(seen).toEqual([INSTALL]);
    expect(desk.callbacks).toEqual([
      {
        code: "canary-code",
        state: "canary-state",
        error: undefined,
        cookie: "start=nonce",
        purposes: ["install", "sign-in"],
      },
    ]);
  });

  test("gives it what is there several times as a list, which it refuses", async () => {
    const desk = frontDesk();
    await request(appOf(desk).app).get("/intercom/callback?state=a&state=b&code[]=c&error=d");
    expect(desk.callbacks).toMatchObject([
      { state: ["a", "b"], code: undefined, error: "d", purposes: ["install"] },
    ]);
  });

  test("of a sign-in tells the app who, for its session", async () => {
    const desk = frontDesk({ complete: () => Promise.resolve(SIGN_IN) });
    const { app } = appOf(desk, {
      onInstalled: () => expect.unreachable(),
      async onSignedIn({ admin }, _req, res) {
        res.cookie("session", admin.adminId);
      },
    });
    const { status, headers } = await request(app).get(CALLBACK);
    expect(status).toBe(303);
    expect(headers["set-cookie"]).toEqual(["start=; Max-Age=0; Path=/", "session=1003; Path=/"]);
  });

  test("lets the app answer itself", async () => {
    const desk = frontDesk({ complete: () => Promise.resolve(INSTALL) });
    const { app, errors } = appOf(desk, {
      onInstalled(_install, _req, res) {
        res.redirect("https://app.intercom.com/appstore/redirect?install_success=true");
      },
    });
    const { status, headers } = await request(app).get(CALLBACK);
    expect(status).toBe(302);
    expect(headers["location"]).toContain("install_success=true");
    expect(errors).toEqual([]);
    expect(headers["referrer-policy"]).toBe("no-referrer");
    expect(headers["set-cookie"]).toEqual(["start=; Max-Age=0; Path=/"]);
  });

  test("OAUTH-06 goes nowhere else, whatever the flow says", async () => {
    const complete = () => Promise.resolve({ ...INSTALL, returnTo: "//evil.example" });
    const { app } = appOf(frontDesk({ complete }));
    expect((await request(app).get(CALLBACK)).headers["location"]).toBe("/");
  });

  test.each<[string, () => unknown]>([
    [
      "throws",
      () => {
        throw new Error("mine");
      },
    ],
    ["rejects", () => Promise.reject(new Error("mine"))],
    [
      "throws undefined",
      () => {
        throw undefined;
      },
    ],
    ["rejects with null", () => Promise.reject(null)],
    [
      "throws route",
      () => {
        throw "route";
      },
    ],
  ])("hands on what the app's own callback %s, as an Error", async (_how, fault) => {
    const desk = frontDesk({ complete: () => Promise.resolve(INSTALL) });
    const { app, errors } = appOf(desk, { onInstalled: async () => void (await fault()) });
    expect((await request(app).get(CALLBACK)).status).toBe(500);
    expect(errors).toEqual([expect.any(Error)]);
  });

  test("hands on what the flow rejects with, if it is no refusal", async () => {
    for (const complete of [
      () => Promise.reject(new TypeError("bug")),
      () => Promise.reject(undefined),
      () => {
        throw new Error("not even a promise");
      },
    ]) {
      const { app, errors } = appOf(frontDesk({ complete }));
      expect((await request(app).get(CALLBACK)).status).toBe(500);
      expect(errors).toEqual([expect.any(Error)]);
    }
  });

  test("answers nothing to a client that has left, and installs all the same", async () => {
    const entered = gate();
    const left = gate();
    const installed = gate<string>();
    const desk = frontDesk({
      async complete() {
        entered.open();
        await left.opened;
        return INSTALL;
      },
    });
    const { app, errors } = appOf(desk, {
      onInstalled(install) {
        installed.open(install.workspace.workspaceId);
      },
    });
    app.use((_req, _res, next) => next());
    const server = app.listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    server.on("connection", (socket) => socket.once("close", () => left.open()));
    const address = server.address();
    const port = typeof address === "object" ? address?.port : undefined;
    const controller = new AbortController();
    const asked = fetch(`http://127.0.0.1:${port}${CALLBACK}`, { signal: controller.signal });
    await entered.opened;
    controller.abort();
    await expect(asked).rejects.toThrow();
    expect(await installed.opened).toBe("demo1234");
    expect(errors).toEqual([]);
    await new Promise((resolve) => server.close(resolve));
  });
});

describe("a request that somebody else answers meanwhile", () => {
  /** An app whose every response is answered, or begun, as soon as the flow is asked. */
  function answeredMeanwhile(answer: (res: Response) => void, rejected = false) {
    let open: Response | undefined;
    const meanwhile = async <X>(value: X): Promise<X> => {
      if (open !== undefined) answer(open);
      if (rejected) throw new OAuthRefusedError({ reason: "declined", status: 400 }, "Declined.");
      return value;
    };
    const desk = frontDesk({
      start: () =>
        meanwhile({ url: "https://app.intercom.com/oauth", state: "s", cookies: ["a=b"] }),
      complete: () => meanwhile(INSTALL),
      uninstalled: () => meanwhile("removed" as const),
    });
    const errors: unknown[] = [];
    const app = express();
    app.use((_req, res, next) => {
      open = res;
      next();
    });
    app.use("/intercom", oauthRouter(desk.flow));
    const report: ErrorRequestHandler = (error, _req, _res, _next) => {
      errors.push(error);
      open?.end();
    };
    return { app: app.use(report), errors };
  }
  const requests = [
    (app: express.Express) => request(app).get("/intercom/start"),
    (app: express.Express) => request(app).get(CALLBACK),
    (app: express.Express) => request(app).post("/intercom/uninstall").send({ app_id: "demo1234" }),
  ];

  test.each([false, true])("has no second answer (refused: %s)", async (rejected) => {
    for (const ask of requests) {
      const { app, errors } = answeredMeanwhile((res) => res.status(504).end("too late"), rejected);
      const { status, text } = await ask(app);
      expect([status, text]).toEqual([504, "too late"]);
      expect(errors).toEqual([]);
    }
  });

  test("and that is refused in the middle of an answer is the app's to end", async () => {
    for (const ask of requests) {
      const { app, errors } = answeredMeanwhile((res) => res.write("half"), true);
      await ask(app);
      expect(errors).toMatchObject([{ reason: "declined" }]);
    }
  });

  test("while its body is read has no second answer either", async () => {
    const desk = frontDesk();
    const errors: unknown[] = [];
    const app = express();
    app.use((req, res, next) => {
      req.once("end", () => res.status(504).end());
      next();
    });
    app.use("/intercom", oauthRouter(desk.flow));
    const report: ErrorRequestHandler = (error, _req, _res, _next) => {
      errors.push(error);
    };
    const { status } = await request(app.use(report)).post("/intercom/uninstall").send("x");
    expect([status, errors]).toEqual([504, []]);
  });
});

describe("a refusal", () => {
  const refuse = (status: 400 | 403 | 502) => () =>
    Promise.reject(
      new OAuthRefusedError(
        { reason: "exchange-failed", status },
        "canary-details, for the app's log",
      ),
    );

  test.each([400, 403, 502] as const)("of status %d is a page", async (status) => {
    const { app, errors } = appOf(frontDesk({ complete: refuse(status) }), { consent: CONSENT });
    const response = await request(app).get(CALLBACK).set("Accept", "text/html");
    expect(response.status).toBe(status);
    expect(response.headers["content-type"]).toBe("text/html; charset=utf-8");
    expect(response.text).toContain(
      "<p>Intercom gave no access. Nothing was stored. Start again.</p>",
    );
    expect(response.text).not.toContain("canary");
    expect(response.text).toContain('<a href="/intercom/">Start again</a>');
    expect(errors).toEqual([]);
  });

  test("is JSON for who prefers that", async () => {
    const { app } = appOf(frontDesk({ complete: refuse(502) }));
    const response = await request(app).get(CALLBACK).set("Accept", "application/json");
    expect(response.status).toBe(502);
    expect(response.body).toEqual({
      error: "Bad Gateway",
      message: "Intercom gave no access. Nothing was stored. Start again.",
      code: "oauth_refused",
      reason: "exchange-failed",
    });
  });

  test("of what is away is 503, and does not say what", async () => {
    const away = () =>
      Promise.reject(new UnavailableError("canary-host", { cause: new Error("canary-cause") }));
    const { app, errors } = appOf(frontDesk({ complete: away, start: away }));
    for (const [path, accept] of [
      [CALLBACK, "text/html"],
      ["/intercom/start", "application/json"],
    ] as const) {
      const response = await request(app).get(path).set("Accept", accept);
      expect(response.status).toBe(503);
      expect(response.text).toContain("Try again in a moment.");
      expect(response.text).not.toContain("canary");
    }
    expect(errors).toEqual([]);
  });

  test("OAUTH-07 shows neither code nor state, in no answer, header, error or log", async () => {
    const install = () => Promise.resolve(INSTALL);
    const bug = () => Promise.reject(new Error("bug"));
    for (const complete of [undefined, refuse(403), install, bug]) {
      const { app, errors, log } = appOf(frontDesk(complete && { complete }));
      for (const accept of ["text/html", "application/json"]) {
        const response = await request(app).get(CALLBACK).set("Accept", accept);
        const said = `${response.text}${JSON.stringify(response.headers)}`;
        expect(said).not.toMatch(/canary/);
      }
      expect(errors.map(String).join("")).not.toMatch(/canary/);
      expect(log).toHaveLength(2);
      expect(log.join("")).not.toMatch(/canary/);
      expect(log[0]).toMatch(/^\/intercom\/callback /);
    }
  });

  test("OAUTH-07 leaves the code nowhere on the request", async () => {
    const seen: string[] = [];
    const app = express();
    const keep = (req: object) => {
      for (const name of Object.getOwnPropertyNames(req)) {
        if (["res", "socket", "client"].includes(name)) continue;
        seen.push(`${name} ${inspect(Reflect.get(req, name), { depth: 2 })}`);
      }
    };
    app.use((req, res, next) => {
      res.on("finish", () => keep(req));
      next();
    });
    const { flow } = frontDesk({ complete: () => Promise.resolve(INSTALL) });
    app.use(
      "/intercom",
      oauthRouter(flow, {
        onInstalled: (_install, req) => keep(req),
      }),
    );
    await request(app).get(CALLBACK);
    await request(app).head(CALLBACK);
    expect(seen.join("\n")).toContain("originalUrl");
    expect(seen.filter((line) => line.includes("canary"))).toEqual([]);
  });

  test("is told to the app, for its log", async () => {
    const told: unknown[] = [];
    const { app } = appOf(frontDesk(), {
      async onRefused(error, req) {
        told.push([error.code, req.path]);
      },
    });
    expect((await request(app).get(CALLBACK)).status).toBe(400);
    expect(told).toEqual([["ERR_RBAC_OAUTH_REFUSED", "/callback"]]);
  });

  test.each<[string, () => void]>([
    [
      "throws",
      () => {
        throw new Error("disk full");
      },
    ],
    ["rejects", () => Promise.reject(new Error("disk full"))],
    ["never ends", () => new Promise(() => undefined)],
    [
      "is a thenable that throws",
      () => ({
        // biome-ignore lint/suspicious/noThenProperty: that is what is tried
        then() {
          throw new Error("disk full");
        },
      }),
    ],
  ])("is answered the same when the app's log %s", async (_how, log) => {
    const { app, errors } = appOf(frontDesk(), {
      onRefused: log,
    });
    const { status, body } = await request(app).get(CALLBACK).set("Accept", "application/json");
    expect([status, body.reason]).toEqual([400, "state-missing"]);
    expect(errors).toEqual([]);
  });

  test("is told after the answer", async () => {
    const sent: boolean[] = [];
    const { app } = appOf(frontDesk(), {
      onRefused(_error, req) {
        sent.push(req.res?.writableEnded === true);
      },
    });
    await request(app).get(CALLBACK);
    expect(sent).toEqual([true]);
  });

  test("of a reason that this router does not know has words all the same", async () => {
    const complete = () => {
      const error = new OAuthRefusedError({ reason: "declined", status: 400 }, "canary");
      return Promise.reject(Object.defineProperty(error, "reason", { value: "toString" }));
    };
    const response = await request(appOf(frontDesk({ complete })).app).get(CALLBACK);
    expect(response.text).toContain("<p>That was refused. Start again.</p>");
  });

  test.each([
    [undefined, "page"],
    ["*/*", "page"],
    ["text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "page"],
    ["application/json", "json"],
    ["application/json, text/plain, */*", "page"],
    ["application/json, */*;q=0.5", "json"],
    ["text/html;q=0.4, application/json;q=0.5", "json"],
    ["application/*", "json"],
    ["application/json;q=0", "page"],
    ["application/json;q=x", "page"],
    ["application/json, text/html;q=x", "json"],
    [";;,,", "page"],
  ])("to Accept: %s is a %s", async (accept, kind) => {
    const asked = request(appOf(frontDesk()).app).get(CALLBACK);
    const { headers } = accept === undefined ? await asked : await asked.set("Accept", accept);
    expect(headers["content-type"]).toBe(
      kind === "json" ? "application/json; charset=utf-8" : "text/html; charset=utf-8",
    );
  });
});

describe("the notice of uninstall", () => {
  const post = (app: express.Express) => request(app).post("/intercom/uninstall");
  const json = (text: string) => (app: express.Express) =>
    post(app).set("Content-Type", "application/json").send(text);

  test.each(["removed", "kept", "unknown-workspace"] as const)(
    "is answered alike when the app is %s",
    async (outcome) => {
      const desk = frontDesk({ uninstalled: () => Promise.resolve(outcome) });
      const response = await post(appOf(desk).app).send({ app_id: "demo1234" });
      expect([response.status, response.body]).toEqual([200, {}]);
      expect(desk.notices).toEqual(["demo1234"]);
    },
  );

  test("is read whether the app has a parser or none, and without a content type", async () => {
    for (const parser of [
      undefined,
      express.json(),
      express.text({ type: "*/*" }),
      express.raw({ type: "*/*" }),
      express.urlencoded({ extended: true }),
    ]) {
      const desk = frontDesk();
      const app = express();
      if (parser !== undefined) app.use(parser);
      app.use("/intercom", oauthRouter(desk.flow));
      const { status } = await json('{"app_id":"demo1234","more":[]}')(app);
      expect([status, desk.notices]).toEqual([200, ["demo1234"]]);
    }
    const desk = frontDesk();
    await post(appOf(desk).app).set("Content-Type", "").send('{"app_id":"demo1234"}');
    expect(desk.notices).toEqual(["demo1234"]);
  });

  test.each([
    ["nothing", ""],
    ["no JSON", "app_id=demo1234"],
    ["null", "null"],
    ["a text", '"demo1234"'],
    ["no id", "{}"],
    ["a number", '{"app_id":1}'],
    ["a list", '{"app_id":["demo1234"]}'],
    ["an object", '{"app_id":{"length":1}}'],
  ])("with %s is 400", async (_what, text) => {
    const desk = frontDesk();
    const { app, errors } = appOf(desk);
    expect((await json(text)(app)).status).toBe(400);
    expect([desk.notices, errors]).toEqual([[], []]);
  });

  test("of 4,097 bytes is 413", async () => {
    const desk = frontDesk();
    const text = (length: number) => `{"app_id":"${"a".repeat(length - 13)}"}`;
    expect((await json(text(4_096))(appOf(desk).app)).status).toBe(200);
    expect((await json(text(4_097))(appOf(desk).app)).status).toBe(413);
    expect(desk.notices).toHaveLength(1);
  });

  test("of megabytes is 413 before it is read whole", async () => {
    const desk = frontDesk();
    expect((await json("x".repeat(2_000_000))(appOf(desk).app)).status).toBe(413);
    expect(desk.notices).toEqual([]);
  });

  test("is to be sent again when nobody can be asked", async () => {
    const away = () => Promise.reject(new UnavailableError("away"));
    const { app, errors } = appOf(frontDesk({ uninstalled: away }));
    const response = await post(app).set("Accept", "application/json").send({ app_id: "demo1234" });
    expect(response.status).toBe(503);
    expect(errors).toEqual([]);
  });
});
