import { describe, expect, it } from "vitest";
import { createTeamRouter } from "../../src/routing/create-team-router.ts";
import { denied, place, policy, routerAt, TEAMS } from "./routing.ts";

const at = place();
const routerOf = () => routerAt(at());

describe("the acting admin", () => {
  it("may be given as a principal, whose adminId or id Intercom knows", async () => {
    const router = await routerOf();
    const byAdminId = { id: "u-7", adminId: 1001, roles: ["owner"] };
    const byId = { id: "1002", roles: ["admin"] };
    expect(await router.route("9007", { topic: "vip", principal: byAdminId })).toMatchObject({
      routed: true,
    });
    expect(await router.route("9007", { topic: "vip", principal: byId })).toMatchObject({
      routed: true,
    });
    const names = at().intercom.requests.map(({ body }) => body);
    expect(names).toMatchObject([{ admin_id: "1001" }, { admin_id: "1002" }]);
  });

  it("is who they were when they were first looked at, whatever a getter says later", async () => {
    const router = await routerOf();
    const turning = <Value>(...values: readonly Value[]) => {
      let reads = 0;
      return () => values[Math.min(reads++, values.length - 1)];
    };
    const adminId = turning("1004", "1001");
    const byId = Object.defineProperty({ topic: "vip" as const, adminId: "" }, "adminId", {
      get: adminId,
      enumerable: true,
    });
    await expect(router.route("9007", byId)).rejects.toMatchObject(denied("permission_missing"));
    expect(adminId()).toBe("1001");

    const who = turning({ id: "1004", roles: ["agent"] }, { id: "1001", roles: ["owner"] });
    const byPrincipal = Object.defineProperty(
      { topic: "vip" as const, principal: { id: "", roles: [] } },
      "principal",
      {
        get: who,
        enumerable: true,
      },
    );
    await expect(router.route("9007", byPrincipal)).rejects.toMatchObject(
      denied("permission_missing"),
    );
    expect(at().seen()).toEqual([]);

    const stated = turning("1003", "1001");
    const roles = turning(["owner"], []);
    const principal = Object.defineProperties(
      { id: "u-7", roles: [] },
      { adminId: { get: stated, enumerable: true }, roles: { get: roles, enumerable: true } },
    );
    expect(await router.route("9007", { topic: "vip", principal })).toMatchObject({ routed: true });
    expect([stated(), roles()]).toEqual(["1001", []]);
    expect(at().intercom.requests.map(({ body }) => body)).toMatchObject([{ admin_id: "1003" }]);
  });

  it("is nobody when nobody is logged in", async () => {
    const router = await routerOf();
    for (const principal of [null, undefined]) {
      await expect(router.route("9007", { topic: "vip", principal })).rejects.toMatchObject(
        denied("unauthenticated"),
      );
    }
    expect(at().seen()).toEqual([]);
  });

  it("must be known to Intercom by an id", async () => {
    const router = await routerOf();
    const principal = { id: "u-7", roles: ["owner"] };
    await expect(router.route("9007", { topic: "vip", principal })).rejects.toMatchObject({
      code: "ERR_RBAC_OPTION_INVALID",
      message:
        "route: the principal does not say which admin it is in Intercom. Give it the attribute adminId.",
    });
    expect(at().seen()).toEqual([]);
  });

  it("cannot act in another admin's name", async () => {
    const { client, intercom } = at();
    const owner = { id: "1001", roles: ["owner"] };
    const router = await createTeamRouter({ client, teams: TEAMS, policy, principal: () => owner });
    intercom.reset();
    await expect(router.route("9007", { topic: "vip", adminId: 1004 })).rejects.toMatchObject({
      code: "ERR_RBAC_GUARD_MISUSED",
      message:
        "route: the principal is another admin than adminId. If its id is one of your own, give it the attribute adminId.",
    });
    expect(at().seen()).toEqual([]);
    expect(await router.route("9007", { topic: "vip", adminId: "1001" })).toMatchObject({
      routed: true,
    });
  });

  it("is not guessed when both are given, or neither, or what is none", async () => {
    const router = await routerOf();
    const owner = { id: "1001", roles: ["owner"] };
    const cases: [request: object, message: string][] = [
      [{ adminId: 1001, principal: owner }, "route: pass adminId or the principal, not both."],
      [
        {},
        "adminId must be an admin's id, a whole number above 0 or its digits, and is undefined.",
      ],
      [{ adminId: null }, "and is null."],
      [{ adminId: 0 }, "and is a number."],
      [{ adminId: 1001.5 }, "and is a number."],
      [{ adminId: "1001 " }, "and is a string."],
      [{ adminId: [1001] }, "and is an array."],
    ];
    for (const [request, message] of cases) {
      // @ts-expect-error what a caller without types may pass
      await expect(router.route("9007", { topic: "vip", ...request })).rejects.toMatchObject({
        code: "ERR_RBAC_OPTION_INVALID",
        message: expect.stringContaining(message),
      });
    }
    // @ts-expect-error no request
    await expect(router.route("9007")).rejects.toThrow(
      "route: the request must be an object with a topic, and is undefined.",
    );
    // @ts-expect-error no id
    await expect(router.route(undefined, { topic: "vip", adminId: 1001 })).rejects.toThrow(
      "route: conversationId must be an id, and is undefined.",
    );
    expect(at().seen()).toEqual([]);
  });

  it("has to be found somehow", async () => {
    const router = await createTeamRouter({ client: at().client, teams: TEAMS, policy });
    at().intercom.reset();
    await expect(router.route("9007", { topic: "vip", adminId: 1001 })).rejects.toMatchObject({
      code: "ERR_RBAC_OPTION_INVALID",
      message:
        "route: who is this admin? Pass the principal, or give createTeamRouter the option principal.",
    });
    expect(at().seen()).toEqual([]);
  });

  it("is nobody's guess when the directory is away or answers nonsense", async () => {
    const { client, intercom } = at();
    const away = new Error("the directory is away");
    const answers = [
      () => Promise.reject(away),
      () => {
        throw away;
      },
      () => ({ id: "1001", roles: "owner" }),
    ];
    for (const principal of answers) {
      // @ts-expect-error what a caller without types may pass
      const router = await createTeamRouter({ client, teams: TEAMS, policy, principal });
      intercom.reset();
      await expect(router.route("9007", { topic: "vip", adminId: 1001 })).rejects.toThrow();
      expect(at().seen()).toEqual([]);
    }
  });
});
