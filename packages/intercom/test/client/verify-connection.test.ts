import type { StandIn } from "@intercom-rbac/stand-in";
import { startStandIn } from "@intercom-rbac/stand-in";
import { IntercomClient } from "intercom-client";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import type { IntercomClientOptions } from "../../src/client/client-options.ts";
import { createIntercomClient } from "../../src/client/create-intercom-client.ts";
import { verifyConnection } from "../../src/client/verify-connection.ts";
import { wrapMethods } from "../../src/client/wrap-methods.ts";

let intercom: StandIn;
beforeAll(async () => {
  intercom = await startStandIn();
});
afterEach(() => intercom.reset());
afterAll(() => intercom.close());

const client = (options: IntercomClientOptions = {}) =>
  createIntercomClient({ token: intercom.token, baseUrl: intercom.url, ...options });

it("says whose token it is, which workspace and region, and lists the ids to map by", async () => {
  const connection = await verifyConnection(client());
  expect(connection).toMatchObject({
    admin: {
      id: "1001",
      name: "Olivia Owner",
      email: "olivia@support.example",
      emailVerified: true,
    },
    workspaceId: "demo1234",
    workspaceName: "Demo Support",
    region: "US",
  });
  expect(connection.admins).toHaveLength(6);
  expect(connection.admins[2]).toEqual({
    id: "1003",
    name: "Agnes Agent",
    email: "agnes@support.example",
    teamIds: ["5001", "5003"],
    role: { id: "103", name: "Support agent" },
  });
  expect(connection.admins[4]).toMatchObject({ id: "1005", role: null });
  expect(connection.teams[0]).toEqual({
    id: "5001",
    name: "Billing",
    adminIds: ["1002", "1003"],
  });
});

it("asks in the version that has roles, whatever the client is pinned to", async () => {
  const plain = new IntercomClient({ token: intercom.token, baseUrl: intercom.url });
  for (const made of [plain, client({ version: "2.11" })]) {
    expect((await verifyConnection(made)).admins[0]?.role).toEqual({
      id: "101",
      name: "Workspace owner",
    });
  }
});

it("refuses a workspace of another region than the client was made for, wrapped or not", async () => {
  const token = intercom.issueToken({ workspaceId: "other567", adminId: "2001" });
  const made = client({ token, region: "US" });
  for (const wrong of [made, wrapMethods(made, (call) => call.proceed())]) {
    await expect(verifyConnection(wrong)).rejects.toMatchObject({
      code: "ERR_RBAC_INTERCOM_FAILED",
      reason: "wrong-region",
      message:
        "The workspace is in another region than the client was made for (EU, not US). Pass its own as options.region.",
    });
  }
  expect((await verifyConnection(client({ token, region: "EU" }))).region).toBe("EU");
  expect((await verifyConnection(client({ token }))).region).toBe("EU");
});

it("names the region as a possible cause when the address of another one does not know the token", async () => {
  const european = await startStandIn({ region: "EU" });
  const token = european.issueToken({ workspaceId: "demo1234" });
  const made = createIntercomClient({ token, baseUrl: european.url, region: "EU" });
  await expect(verifyConnection(made)).rejects.toMatchObject({
    reason: "token-rejected",
    status: 401,
    message: expect.stringContaining(
      "if options.region is set, check that it is the region of that workspace.",
    ),
  });
  await european.close();
});

it.each<["/me" | "/admins" | "/teams"]>([["/me"], ["/admins"], ["/teams"]])(
  "fails as typed when %s does, of the SDK's own client too",
  async (path) => {
    const plain = new IntercomClient({
      token: intercom.token,
      baseUrl: intercom.url,
      maxRetries: 0,
    });
    for (const made of [client({ readRetries: 0 }), plain]) {
      intercom.fail({ path, kind: { status: 401, code: "token_revoked", message: "canary" } });
      const error: unknown = await verifyConnection(made).catch((reason: unknown) => reason);
      expect(error).toMatchObject({ code: "ERR_RBAC_INTERCOM_FAILED", reason: "token-revoked" });
      expect(String(error)).not.toContain("canary");
    }
  },
);

it("says which scope is missing as far as Intercom does", async () => {
  const token = intercom.issueToken({ scopes: ["Read one admin"] });
  await expect(verifyConnection(client({ token }))).rejects.toMatchObject({
    reason: "scope-missing",
  });
});

it("names the field of an answer that is not what it should be, and no value", async () => {
  const [first] = intercom.workspace.admins;
  if (first === undefined) throw new Error("the demo has no admins");
  const { email } = first;
  // @ts-expect-error an answer that breaks Intercom's reference
  first.email = { canary: true };
  await expect(verifyConnection(client())).rejects.toMatchObject({
    reason: "answer-invalid",
    message:
      "Intercom's answer could not be understood (admins.identify, email). Check options.baseUrl and a proxy in between; the client expects API version 2.16. If it was a write, look whether it took effect before you repeat it.",
  });
  first.email = email;
  const { name } = intercom.workspace;
  // @ts-expect-error an answer that breaks Intercom's reference
  intercom.workspace.name = 5;
  await expect(verifyConnection(client())).rejects.toThrow("(admins.identify, app.name)");
  intercom.workspace.name = name;
  const team = intercom.workspace.teams[1];
  if (team === undefined) throw new Error("the demo has no second team");
  // @ts-expect-error an answer that breaks Intercom's reference
  team.name = ["canary"];
  await expect(verifyConnection(client())).rejects.toThrow("(teams.list, teams.1.name)");
  team.name = "Technical";
});
