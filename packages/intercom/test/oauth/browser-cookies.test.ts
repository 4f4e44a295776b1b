import { startStandIn } from "@intercom-rbac/stand-in";
import { parseSetCookie } from "cookie";
import { afterAll, describe, expect, it } from "vitest";
import { approved, cookieOf, DEMO, deskAt } from "./desk.ts";

const standIn = await startStandIn();
afterAll(() => standIn.close());

const HTTPS = { redirectUri: "https://desk.example/intercom/callback" };

describe("the cookie of a start", () => {
  it("is out of reach of scripts, other sites, other hosts of the domain and plain HTTP", async () => {
    const { flow } = deskAt(standIn, HTTPS);
    const [cookie = "", ...others] = (await flow.start()).cookies;
    expect(others).toEqual([]);
    expect(cookie).toMatch(/^__Host-intercom-oauth-[0-9a-z]{9}-[\w-]{22}=[\w-]{43}; /);
    expect(parseSetCookie(cookie)).toEqual({
      name: expect.any(String),
      value: expect.any(String),
      maxAge: 600,
      path: "/",
      httpOnly: true,
      secure: true,
      sameSite: "lax",
    });
  });

  it("on loopback without TLS is not Secure, which no browser would send back", async () => {
    const [cookie = ""] = (await deskAt(standIn).flow.start()).cookies;
    expect(cookie).toMatch(/^intercom-oauth-/);
    expect(parseSetCookie(cookie)).toEqual({
      name: expect.any(String),
      value: expect.any(String),
      maxAge: 600,
      path: "/",
      httpOnly: true,
      sameSite: "lax",
    });
  });

  it("is taken back with the same attributes", async () => {
    const { flow } = deskAt(standIn, HTTPS);
    const callback = await approved(standIn, flow, DEMO);
    const { cookies } = await flow.complete(callback);
    expect(cookies.map((cookie) => parseSetCookie(cookie))).toEqual([
      {
        name: callback.cookie?.split("=")[0],
        value: "",
        maxAge: 0,
        path: "/",
        httpOnly: true,
        secure: true,
        sameSite: "lax",
      },
    ]);
  });
});

describe("one browser", () => {
  it("finishes both of two tabs that start at once, in either order", async () => {
    const { flow } = deskAt(standIn);
    const [one, other] = await Promise.all([
      approved(standIn, flow, DEMO, { returnTo: "/one" }),
      approved(standIn, flow, DEMO, { returnTo: "/other" }),
    ]);
    const cookie = `${one.cookie}; session=abc; ${other.cookie}`;
    expect(await flow.complete({ ...other, cookie })).toMatchObject({ returnTo: "/other" });
    expect(await flow.complete({ ...one, cookie })).toMatchObject({ returnTo: "/one" });
  });

  it("keeps the cookies of eight starts at most, the newest", async () => {
    const { flow, clock } = deskAt(standIn);
    const jar = new Map<string, string>();
    const names: string[] = [];
    for (let start = 0; start < 30; start += 1) {
      clock.now += 1;
      const { cookies } = await flow.start({
        cookie: `session=abc; ${[...jar.values()].join("; ")}`,
      });
      names.push(cookies[0]?.split("=")[0] ?? "");
      for (const cookie of cookies) {
        const name = cookie.split("=")[0] ?? "";
        if (cookie.includes("Max-Age=0")) jar.delete(name);
        else jar.set(name, cookieOf([cookie]));
      }
      expect(jar.size).toBeLessThanOrEqual(8);
    }
    expect([...jar.keys()]).toEqual(names.slice(-8));
  });

  it("is rid of a heap of cookies by and by, and of none that are not of a start", async () => {
    const { flow } = deskAt(standIn);
    const id = (number: number) => `000000${String(number).padStart(3, "0")}-${"a".repeat(22)}`;
    const heap = Array.from({ length: 100 }, (_, number) => `intercom-oauth-${id(number)}=x`);
    const odd = ["intercom-oauth-x=1", "intercom-oauth-=2", "__Host-intercom-oauth-000000000-b=3"];
    const { cookies } = await flow.start({ cookie: [...odd, ...heap].reverse().join("; ") });
    const takenBack = cookies.slice(1).map((cookie) => cookie.split("=")[0]);
    expect(takenBack).toEqual(heap.slice(0, 20).map((cookie) => cookie.split("=")[0]));
  });
});
