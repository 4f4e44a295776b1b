import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type {
  DecisionCode,
  IntercomFailure,
  OAuthRefusal,
  ProblemCode,
  RbacErrorCode,
} from "../../src/index.ts";

// `satisfies` makes the compiler compare these lists with the types: a code left out here does not compile.
const errors = {
  ERR_RBAC_POLICY_INVALID: true,
  ERR_RBAC_PERMISSION_UNKNOWN: true,
  ERR_RBAC_PERMISSION_DENIED: true,
  ERR_RBAC_PRINCIPAL_INVALID: true,
  ERR_RBAC_OPTION_INVALID: true,
  ERR_RBAC_GUARD_MISUSED: true,
  ERR_RBAC_UNAVAILABLE: true,
  ERR_RBAC_UNDECIDED: true,
  ERR_RBAC_OAUTH_REFUSED: true,
  ERR_RBAC_INTERCOM_FAILED: true,
} satisfies Record<RbacErrorCode, true>;

const decisions = {
  unauthenticated: true,
  roles_exclusive: true,
  explicitly_denied: true,
  permission_missing: true,
  scope_missing: true,
  ceiling_exceeded: true,
  field_required: true,
  field_denied: true,
  resource_required: true,
  tenant_mismatch: true,
  condition_not_met: true,
  granted: true,
} satisfies Record<DecisionCode, true>;

const problems = {
  type_invalid: true,
  key_unknown: true,
  key_forbidden: true,
  key_duplicate: true,
  name_invalid: true,
  name_ambiguous: true,
  permission_malformed: true,
  permission_unknown: true,
  wildcard_stored: true,
  role_unknown: true,
  role_cycle: true,
  role_redefined: true,
  roles_exclusive_inherited: true,
  rule_empty: true,
  field_invalid: true,
  condition_empty: true,
  depth_exceeded: true,
  operator_unknown: true,
  operand_invalid: true,
  grant_shadowed: true,
  grant_exceeds: true,
  scope_missing_in_map: true,
  document_invalid: true,
  document_too_large: true,
  document_version: true,
} satisfies Record<ProblemCode, true>;

const refusals = {
  declined: true,
  "code-missing": true,
  "state-missing": true,
  "state-invalid": true,
  "state-expired": true,
  "state-used": true,
  "other-browser": true,
  "other-purpose": true,
  "other-workspace": true,
  "email-unverified": true,
  "exchange-failed": true,
  "identity-failed": true,
  "workspace-unknown": true,
} satisfies Record<OAuthRefusal, true>;

const failures = {
  "token-missing": true,
  "token-rejected": true,
  "token-revoked": true,
  "scope-missing": true,
  "teammate-permission-missing": true,
  "plan-restricted": true,
  "not-found": true,
  "request-refused": true,
  "rate-limited": true,
  "wrong-region": true,
  timeout: true,
  unreachable: true,
  "server-failed": true,
  "answer-invalid": true,
  aborted: true,
} satisfies Record<IntercomFailure, true>;

/** What the Express adapter adds to `code` in its answers. */
const answers = ["not_found", "unavailable", "oauth_refused", "undecided"];

const page = readFileSync(new URL("../../../../docs/error-codes.md", import.meta.url), "utf8");
const headings = [...page.matchAll(/^## (\S+)$/gm)].flatMap(([, heading]) => heading ?? []);

describe("docs/error-codes.md", () => {
  test("has one heading for each code, in no other words, and no heading for a code that is gone", () => {
    const codes = [
      ...Object.keys(errors),
      ...Object.keys(decisions),
      ...answers,
      ...Object.keys(problems),
    ];
    expect([...headings].sort()).toEqual([...codes].sort());
  });

  /** The names in the first column of the table below a heading. */
  const rowsBelow = (heading: string): string[] => {
    const section = page.split(`## ${heading}\n`)[1]?.split("\n## ")[0] ?? "";
    return [...section.matchAll(/^\| `([\w-]+)`/gm)].flatMap(([, name]) => name ?? []);
  };

  test.each([
    ["ERR_RBAC_OAUTH_REFUSED", refusals],
    ["ERR_RBAC_INTERCOM_FAILED", failures],
  ])("lists every reason of %s with what to do", (heading, reasons) => {
    expect(rowsBelow(heading).sort()).toEqual(["reason", ...Object.keys(reasons)].sort());
  });
});
