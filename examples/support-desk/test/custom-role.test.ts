import { extendPolicy, intercomPolicy } from "@intercom-rbac/core";
import "@intercom-rbac/testing/vitest";
import { expect, test } from "vitest";

// A role of one's own takes five lines …
const policy = extendPolicy(intercomPolicy, {
  roles: {
    team_lead: { extends: ["agent"], can: ["conversations:assign", "conversations:close"] },
  },
});

// … and its test five more.
test("a team lead closes conversations, as an agent may not, and deletes nobody", () => {
  expect(policy).toAllow("team_lead", "conversations:close");
  expect(policy).toDeny("agent", "conversations:close");
  expect(policy).toDeny("team_lead", "contacts:delete");
});
