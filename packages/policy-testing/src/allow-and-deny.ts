import type { Decision } from "@intercom-rbac/core";
import { OptionInvalidError } from "@intercom-rbac/core";
import type { Check } from "./check-arguments.ts";
import { readCheck } from "./check-arguments.ts";
import { reportDecision } from "./decision-report.ts";
import type { MatcherContext, MatcherResult } from "./matcher.ts";
import { polarityOf } from "./matcher.ts";
import type { PolicyUnderTest } from "./policy-under-test.ts";
import { policyOf } from "./policy-under-test.ts";

/** The assertion as it was written, without what the row holds. */
function quoteAssertion(name: string, { subject, permission, resource, fields, because }: Check) {
  const options = [
    ...(because === undefined ? [] : [`because: ${JSON.stringify(because)}`]),
    ...(fields === undefined ? [] : [`fields: ${JSON.stringify(fields)}`]),
  ];
  const row = resource === undefined ? (options.length === 0 ? [] : ["undefined"]) : ["resource"];
  const bag = options.length === 0 ? [] : [`{ ${options.join(", ")} }`];
  const args = [subject.label, JSON.stringify(permission), ...row, ...bag];
  return `expect(policy)${name}(${args.join(", ")})`;
}

/**
 * A role name has neither scopes nor a workspace, so that these layers refuse it whatever the policy says: a denial
 * that no change of the policy could turn into a failure is no test.
 */
function requireMeaning({ code }: Decision, { subject }: Check): void {
  if (!subject.bare || (code !== "scope_missing" && code !== "tenant_mismatch")) return;
  const lacks = code === "scope_missing" ? "scopes" : "workspace";
  throw new OptionInvalidError(
    `The role name ${subject.label} stands for a principal without ${lacks}, which this policy always denies. Give a principal, or say toDeny with { because: "${code}" }.`,
  );
}

function decide(policy: PolicyUnderTest, { subject, permission, resource, fields }: Check) {
  return policy.decide(subject.who, permission, resource, { fields });
}

function report(policy: PolicyUnderTest, check: Check): string {
  const { subject, permission, resource, fields } = check;
  return reportDecision(policy.explain(subject.who, permission, resource, { fields }), check);
}

export function toAllow(
  this: MatcherContext,
  received: unknown,
  ...args: readonly unknown[]
): MatcherResult {
  const policy = policyOf(received, "toAllow");
  const check = readCheck(policy, "toAllow", args);
  const decision = decide(policy, check);
  const { dot, must } = polarityOf(this);
  if (this.isNot === true && !decision.allowed) requireMeaning(decision, check);
  return {
    pass: decision.allowed,
    message: () =>
      [
        quoteAssertion(`${dot}.toAllow`, check),
        "",
        `${check.subject.label} ${must} be allowed ${check.permission}, and is ${decision.allowed ? "allowed" : "denied"}.`,
        "",
        report(policy, check),
      ].join("\n"),
  };
}

function denialSentence({ allowed, code }: Decision, check: Check, must: string): string {
  const { subject, permission, because } = check;
  const wanted = because === undefined ? "" : ` because of ${because}`;
  const refused = because === undefined ? "denied" : `denied because of ${code}`;
  return `${subject.label} ${must} be denied ${permission}${wanted}, and is ${allowed ? "allowed" : refused}.`;
}

export function toDeny(
  this: MatcherContext,
  received: unknown,
  ...args: readonly unknown[]
): MatcherResult {
  const policy = policyOf(received, "toDeny");
  const check = readCheck(policy, "toDeny", args);
  const decision = decide(policy, check);
  const { dot, must } = polarityOf(this);
  const denied =
    !decision.allowed && (check.because === undefined || check.because === decision.code);
  if (this.isNot !== true && denied && check.because === undefined) requireMeaning(decision, check);
  return {
    pass: denied,
    message: () =>
      [
        quoteAssertion(`${dot}.toDeny`, check),
        "",
        denialSentence(decision, check, must),
        "",
        report(policy, check),
      ].join("\n"),
  };
}
