import { describe, expect, it } from "vitest";
import { expectPolicy } from "../src/index.ts";
import { deskPolicy } from "./support/desk-policy.ts";
import { failureOf } from "./support/failure-of.ts";

describe("expectPolicy", () => {
  it("asserts without a test runner", () => {
    expectPolicy(deskPolicy).toAllow("owner", "contacts:delete");
    expectPolicy(deskPolicy).toDeny("agent", "contacts:delete", undefined, {
      because: "permission_missing",
    });
    expectPolicy(deskPolicy).toPermitOnly("owner", deskPolicy.permissions);
    expectPolicy(deskPolicy).toMatchMatrix(deskPolicy.matrix().toMarkdown());
    expectPolicy(deskPolicy).not.toAllow("agent", "contacts:delete");
    expectPolicy(deskPolicy).not.toDeny("owner", "contacts:delete");
  });

  it("throws the matcher's message, from the test's own line", () => {
    const assertion = () => expectPolicy(deskPolicy).toAllow("agent", "contacts:delete");
    expect(failureOf(assertion)).toMatch(
      /^expect\(policy\)\.toAllow\("agent", "contacts:delete"\)\n/,
    );
    const [, first = ""] = stackOf(assertion).split("\n    at ");
    expect(first).toContain("expect-policy.test.ts");
  });

  it("throws after .not when the policy does allow it", () => {
    expect(
      failureOf(() => expectPolicy(deskPolicy).not.toAllow("owner", "contacts:read")),
    ).toContain('"owner" must not be allowed contacts:read, and is allowed.');
  });
});

function stackOf(assertion: () => unknown): string {
  try {
    assertion();
  } catch (error) {
    if (error instanceof Error) return error.stack ?? "";
  }
  return "";
}
