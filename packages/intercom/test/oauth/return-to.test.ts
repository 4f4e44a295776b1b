import { startStandIn } from "@intercom-rbac/stand-in";
import { afterAll, describe, expect, it } from "vitest";
import { approved, DEMO, deskAt } from "./desk.ts";

const standIn = await startStandIn();
afterAll(() => standIn.close());

describe("where the browser goes afterwards", () => {
  it.each([["/inbox?tab=2#top"], ["/"]])("is %s if it was asked for", async (returnTo) => {
    const { flow } = deskAt(standIn);
    const callback = await approved(standIn, flow, DEMO, { returnTo });
    expect(await flow.complete(callback)).toMatchObject({ returnTo });
  });

  it.each<[string, unknown]>([
    ["another site", "https://evil.example"],
    ["another site without its scheme", "//evil.example"],
    ["a backslash", "/\\evil.example"],
    ["a scheme without slashes", "https:evil.example"],
    ["a script", "javascript:alert(1)"],
    ["a tab", "/\t/evil.example"],
    ["a header", "/\r\nSet-Cookie: a=b"],
    ["NUL", "/\0"],
    ["nothing", undefined],
    ["several", ["/a", "//evil.example"]],
    ["an object", { toString: () => "//evil.example" }],
  ])("OAUTH-06 is / for %s", async (_what, returnTo) => {
    const { flow } = deskAt(standIn);
    const started: ReturnType<typeof flow.start> = Reflect.apply(flow.start, flow, [{ returnTo }]);
    const { url, state, cookies } = await started;
    const code = new URL(standIn.authorize(url, DEMO)).searchParams.get("code");
    const cookie = cookies[0]?.split(";")[0];
    expect(await flow.complete({ code, state, cookie })).toMatchObject({ returnTo: "/" });
  });
});
