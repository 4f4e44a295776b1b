import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createTeamRouter } from "../../src/routing/create-team-router.ts";
import { place, policy, principalOf, TEAMS } from "./routing.ts";

const at = place();
const routerOf = (refreshMs?: number) =>
  createTeamRouter({
    client: at().client,
    teams: TEAMS,
    policy,
    principal: principalOf,
    refreshMs,
  });

const looks = () =>
  at()
    .seen()
    .filter((request) => request === "GET /teams").length;

describe("the router's look at the teams", () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["performance"] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it("serves for a minute, and the next one is taken by whoever comes after", async () => {
    const router = await routerOf();
    vi.advanceTimersByTime(59_999);
    await router.teams();
    await router.route("9007", { topic: "billing", adminId: 1002 });
    expect(looks()).toBe(1);
    vi.advanceTimersByTime(1);
    await router.route("9007", { topic: "billing", adminId: 1002 });
    expect(looks()).toBe(2);
  });

  it("shows a team that was filled again, and one that is back", async () => {
    const { admins, teams } = at().intercom.workspace;
    const [vip] = teams.splice(2, 1);
    const agnes = admins.find(({ id }) => id === "1003");
    if (vip === undefined || agnes === undefined) throw new Error("another demo");
    teams.push(vip);
    agnes.team_ids = [];
    const router = await routerOf(5_000);
    const route = () => router.route("9007", { topic: "vip", adminId: 1002 });
    expect(await route()).toMatchObject({ reason: "team-empty" });
    agnes.team_ids = [TEAMS.vip];
    expect(await route()).toMatchObject({ reason: "team-empty" });
    vi.advanceTimersByTime(5_000);
    expect(await route()).toMatchObject({ routed: true });

    teams.pop();
    expect(await route()).toMatchObject({ reason: "team-deleted" });
    teams.push(vip);
    expect(await route()).toMatchObject({ reason: "team-deleted" });
    vi.advanceTimersByTime(5_000);
    expect(await route()).toMatchObject({ routed: true });
  });

  it("is taken once however many wait", async () => {
    const router = await routerOf(5_000);
    vi.advanceTimersByTime(5_000);
    const results = await Promise.all(
      Array.from({ length: 20 }, () => router.route("9007", { topic: "billing", adminId: 1002 })),
    );
    expect(results.filter(({ routed }) => routed)).toHaveLength(20);
    expect(looks()).toBe(2);
  });

  it("fails everybody who waits for it, assigns nothing, and is taken anew", async () => {
    const router = await routerOf(5_000);
    vi.advanceTimersByTime(5_000);
    at().intercom.reset();
    at().intercom.fail({ path: "/teams", kind: { status: 401, code: "token_revoked" } });
    const route = () => router.route("9007", { topic: "billing", adminId: 1002 });
    const failed = { code: "ERR_RBAC_INTERCOM_FAILED", reason: "token-revoked" };
    const both = await Promise.allSettled([route(), route()]);
    expect(both).toMatchObject([
      { status: "rejected", reason: failed },
      { status: "rejected", reason: failed },
    ]);
    expect(at().seen()).toEqual(["GET /teams"]);
    expect(at().assigneeOf("9007")).toBeNull();
    expect(await route()).toMatchObject({ routed: true });
  });

  it("is taken for every question when told so", async () => {
    const router = await routerOf(0);
    await router.teams();
    await router.route("9007", { topic: "billing", adminId: 1002 });
    expect(looks()).toBe(3);
  });
});
