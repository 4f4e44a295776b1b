import {
  createMemoryAuditSink,
  definePolicy,
  IntercomFailedError,
  intercomCatalogue,
  intercomPolicy,
  intercomScopes,
  principal as of,
  PermissionDeniedError,
} from "@intercom-rbac/core";
import { describe, expect, it } from "vitest";
import { createIntercomClient } from "../../src/client/create-intercom-client.ts";
import { guardClient } from "../../src/guard/guard-client.ts";
import { callMethod, refusal } from "./call-method.ts";
import { baseUrlOf, countingServer, TOKEN } from "./counting-server.ts";

const server = countingServer();
const OWNER = { id: "1", roles: ["owner"] };

/** Intercom's two ways to say that a token lacks a scope. */
const UNNAMED = { errors: [{ code: "token_unauthorized", message: "Not authorized canary" }] };
const named = (scope: string) => ({
  request_id: "req-1",
  errors: [
    {
      code: "forbidden",
      message: `You do not have the required scope (${scope}) to access this resource`,
    },
  ],
});

async function denial(call: PromiseLike<unknown>): Promise<PermissionDeniedError> {
  const error = await refusal(call);
  if (error instanceof PermissionDeniedError) return error;
  throw error;
}

function causeOf({ cause }: PermissionDeniedError): IntercomFailedError {
  if (cause instanceof IntercomFailedError) return cause;
  throw new Error("no cause");
}

describe("a scope that the token lacks", () => {
  it("is known beforehand where the policy has scopes", async () => {
    const scoped = intercomPolicy.withScopes(intercomScopes);
    const guard = (scopes: string[]) =>
      guardClient(server.client, { policy: scoped, principal: { ...OWNER, scopes } });
    const { decision } = await denial(guard(["Read tags"]).contacts.list());
    expect(decision).toMatchObject({ code: "scope_missing", layer: "scope" });
    expect(server.lines()).toEqual([]);
    await guard(["Read and list users and companies"]).contacts.list();
    expect(server.lines()).toEqual(["GET /contacts"]);
  });

  it.each(["the SDK's own client", "a client with typed errors"])(
    "is said by Intercom, and then a refusal: %s",
    async (which) => {
      const client = which.startsWith("the SDK")
        ? server.client
        : createIntercomClient({ token: TOKEN, baseUrl: baseUrlOf(server.client), readRetries: 0 });
      const audit = createMemoryAuditSink();
      const guarded = guardClient(client, { policy: intercomPolicy, principal: OWNER, audit });
      server.answer("DELETE /contacts/c", UNNAMED, 401);
      const error = await denial(guarded.contacts.delete({ contact_id: "c" }));
      expect(error.decision).toEqual({
        allowed: false,
        permission: "contacts:delete",
        code: "scope_missing",
        layer: "scope",
        roles: ["owner"],
        policyVersion: intercomPolicy.version,
      });
      const cause = causeOf(error);
      expect(cause).toMatchObject({
        reason: "scope-missing",
        status: 401,
        intercomCode: "token_unauthorized",
        scopes: ["Write users and companies"],
      });
      expect(cause.message).toContain('The app lacks the scope "Write users and companies"');
      expect(`${error.stack}${cause.stack}`).not.toMatch(new RegExp(`canary|${TOKEN}`));
      expect(audit.entries).toMatchObject([
        { outcome: "allowed", permission: "contacts:delete", resourceId: "c" },
        { outcome: "denied", code: "scope_missing", resourceId: "c", decisionId: error.decisionId },
      ]);
    },
  );

  it("is named as Intercom names it, too", async () => {
    const guarded = guardClient(server.client, { policy: intercomPolicy, principal: OWNER });
    server.answer("GET /ip_allowlist", named("manage_ip_allowlist"), 403);
    server.answer("GET /jobs/status/1", named("read_jobs"), 403);
    const ip = causeOf(await denial(guarded.ipAllowlist.getIpAllowlist()));
    expect(ip.scopes).toEqual(["manage_ip_allowlist"]);
    const job = causeOf(await denial(guarded.jobs.status({ job_id: "1" })));
    expect(job.scopes).toEqual(["Read status of jobs", "read_jobs"]);
    expect(job.requestId).toBe("req-1");
  });

  it("is that of the reading where the row could not be read for want of it", async () => {
    const policy = definePolicy({
      permissions: intercomCatalogue,
      roles: {
        agent: {
          can: [{ permission: "conversations:reply", when: { admin_assignee_id: of("adminId") } }],
        },
      },
    });
    const principal = { id: "3", roles: ["agent"], adminId: 3 };
    server.answer("GET /conversations/1", UNNAMED, 401);
    const request = { conversation_id: "1", body: { message_type: "comment" } };
    const error = await denial(
      callMethod(guardClient(server.client, { policy, principal }), "conversations.reply", request),
    );
    expect(error.decision).toMatchObject({
      permission: "conversations:read",
      code: "scope_missing",
    });
    expect(causeOf(error).scopes).toEqual(["Read conversations", "read_conversations"]);

    const small = definePolicy({
      permissions: { conversations: ["reply"] },
      roles: { agent: { can: [{ permission: "conversations:reply", when: { open: true } }] } },
    });
    const unread = await denial(
      callMethod(
        guardClient(server.client, { policy: small, principal }),
        "conversations.reply",
        request,
      ),
    );
    expect(unread.decision).toMatchObject({ permission: "conversations:reply" });
  });
});

describe("any other failure", () => {
  it.each([
    [401, { errors: [{ code: "unauthorized" }] }],
    [403, { errors: [{ code: "forbidden", message: "Forbidden request" }] }],
    [404, { errors: [{ code: "not_found" }] }],
    [429, {}],
    [500, {}],
  ])("goes on as it is: %d", async (status, body) => {
    server.answer("GET /contacts/c", body, status);
    const raw = guardClient(server.client, { policy: intercomPolicy, principal: OWNER });
    expect(await refusal(raw.contacts.find({ contact_id: "c" }))).toMatchObject({
      statusCode: status,
    });
    const client = createIntercomClient({
      token: TOKEN,
      baseUrl: baseUrlOf(server.client),
      readRetries: 0,
    });
    const typed = guardClient(client, { policy: intercomPolicy, principal: OWNER });
    expect(await refusal(typed.contacts.find({ contact_id: "c" }))).toMatchObject({
      code: "ERR_RBAC_INTERCOM_FAILED",
      status,
    });
  });
});
