import express from "express";
import { expect } from "vitest";
import "../src/vitest.ts";
import { typePolicy } from "./support/type-policy.ts";

const ada = { id: "7", roles: ["agent"], teamId: "t" };
const row = { assigneeId: "7", teamId: "t" };

expect(typePolicy).toAllow("agent", "contacts:read");
expect(typePolicy).toAllow(ada, "conversations:reply", row, { fields: ["teamId"] });
expect(typePolicy).toDeny(null, "contacts:read", undefined, { because: "unauthenticated" });
expect(typePolicy).not.toDeny("owner", "contacts:delete");
expect(typePolicy).toPermitOnly("agent", ["contacts:read", "conversations:reply if"]);
expect(typePolicy).toMatchMatrix("| permission | agent |");
expect(typePolicy).toMatchMatrix({ agent: { "contacts:read": "allow" } });
expect(typePolicy).toMatchMatrix(typePolicy.matrix().toJSON());

// @ts-expect-error misspelt role
expect(typePolicy).toAllow("agnet", "contacts:read");
// @ts-expect-error misspelt role after .not
expect(typePolicy).not.toAllow("agnet", "contacts:read");
// @ts-expect-error misspelt permission
expect(typePolicy).toDeny("agent", "contact:read");
// @ts-expect-error principal without its declared attribute
expect(typePolicy).toAllow({ id: "7", roles: ["agent"] }, "contacts:read");
// @ts-expect-error undefined is nobody only by accident: null says it
expect(typePolicy).toDeny(undefined, "contacts:read");
// @ts-expect-error row without a declared field
expect(typePolicy).toAllow("agent", "conversations:reply", { assigneeId: "7" });
// @ts-expect-error options where the row goes
expect(typePolicy).toDeny("agent", "conversations:reply", { because: "condition_not_met" });
// @ts-expect-error misspelt code
expect(typePolicy).toDeny("agent", "contacts:delete", undefined, { because: "permission_mising" });
// @ts-expect-error nothing is denied because it is granted
expect(typePolicy).toDeny("agent", "contacts:delete", undefined, { because: "granted" });
// @ts-expect-error an allowed check has no refusal's code
expect(typePolicy).toAllow("owner", "contacts:delete", undefined, { because: "scope_missing" });
// @ts-expect-error misspelt field
expect(typePolicy).toAllow("owner", "conversations:reply", row, { fields: ["assignee"] });
// @ts-expect-error misspelt permission in the list
expect(typePolicy).toPermitOnly("agent", ["contacts:raed"]);
// @ts-expect-error misspelt conditional permission
expect(typePolicy).toPermitOnly("agent", ["conversations:replay if"]);
// @ts-expect-error another word than the matrix has
expect(typePolicy).toPermitOnly("agent", ["conversations:reply when"]);
// @ts-expect-error misspelt role in the table
expect(typePolicy).toMatchMatrix({ agnet: { "contacts:read": "allow" } });
// @ts-expect-error a cell is a word
expect(typePolicy).toMatchMatrix({ agent: { "contacts:read": true } });

const response = { status: 403, body: {} };
expect(response).toBeForbidden();
expect(response).toBeForbidden({ required: { any: ["contacts:read"] }, currentRole: null });
// @ts-expect-error misspelt option
expect(response).toBeForbidden({ requierd: "contacts:read" });
// @ts-expect-error nobody is answered with 401
expect(response).toBeForbidden({ code: "unauthenticated" });

const app = express();
expect(app).toHaveNoUnguardedRoutes();
expect(app).not.toHaveNoUnguardedRoutes({ allow: ["GET /health"] });
// @ts-expect-error misspelt option
expect(app).toHaveNoUnguardedRoutes({ alow: ["GET /health"] });
// @ts-expect-error the exceptions are a list
expect(app).toHaveNoUnguardedRoutes({ allow: "GET /health" });

expect.soft(typePolicy).toAllow("agent", "contacts:read");
// @ts-expect-error misspelt role
expect.soft(typePolicy).toAllow("agnet", "contacts:read");

declare const unknownPolicy: unknown;
expect(unknownPolicy).toAllow("anyone", "any:thing");
