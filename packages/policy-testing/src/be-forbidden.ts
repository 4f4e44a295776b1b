import { OptionInvalidError } from "@intercom-rbac/core";
import { kindOf } from "@intercom-rbac/core/internal";
import { requireOptions } from "./check-arguments.ts";
import { requireRefusalCode } from "./decision-codes.ts";
import type { Mismatch, Wanted } from "./forbidden-body.ts";
import { foreignTo, isRequirement, isText, show, unmetBy } from "./forbidden-body.ts";
import type { MatcherContext, MatcherResult } from "./matcher.ts";
import { polarityOf } from "./matcher.ts";
import { readResponse } from "./read-response.ts";
import { textTable } from "./text-table.ts";

const OPTIONS = ["required", "code", "currentRole"];

function readExpectation(options: unknown): readonly Wanted[] {
  const expected = requireOptions(options, OPTIONS, "toBeForbidden");
  const { required, code, currentRole } = expected;
  if (required !== undefined && !isRequirement(required)) {
    throw new OptionInvalidError(
      `toBeForbidden: required is a permission, { all: [...] } or { any: [...] }, and this is ${kindOf(required)}.`,
    );
  }
  if (code !== undefined && requireRefusalCode(code, "code") === "unauthenticated") {
    throw new OptionInvalidError(
      "toBeForbidden: unauthenticated is answered with 401. Assert the status and the body.",
    );
  }
  if (currentRole !== undefined && currentRole !== null && !isText(currentRole)) {
    throw new OptionInvalidError(
      `toBeForbidden: currentRole is a role's name or null, and this is ${kindOf(currentRole)}.`,
    );
  }
  return OPTIONS.map((option) => [option, expected[option]] as const).filter(
    ([, value]) => value !== undefined,
  );
}

const HINTS: ReadonlyMap<number, string> = new Map([
  [401, "401: the request carries no principal. Sign the test's client in."],
  [404, "404: no such route, the loader found nothing, or maskAs404 hides the refusal."],
  [503, "503: a store that the decision needs is away."],
]);

function describe(status: number, mismatches: readonly Mismatch[]): string[] {
  const hint = HINTS.get(status);
  return [
    "The response must be a 403 with the body of a refused permission.",
    "",
    ...textTable(["member", "expected", "response"], mismatches),
    ...(hint === undefined ? [] : ["", hint]),
  ];
}

function statusMismatch(status: number): Mismatch[] {
  return status === 403 ? [] : [["status", "403", String(status)]];
}

/** A 403 with the structured body. A 403 of somebody else is neither forbidden nor, after `.not`, its opposite. */
export function toBeForbidden(
  this: MatcherContext,
  received: unknown,
  ...args: readonly unknown[]
): MatcherResult {
  const { status, body } = readResponse(received);
  const expected = readExpectation(args[0]);
  const foreign = status === 403 ? foreignTo(body) : [];
  const mismatches = [...statusMismatch(status), ...foreign];
  if (mismatches.length === 0) mismatches.push(...unmetBy(body, expected));
  const { dot } = polarityOf(this);
  const options = expected.map(([member, value]) => `${member}: ${show(value)}`).join(", ");
  const message = (): string =>
    [
      `expect(response)${dot}.toBeForbidden(${options === "" ? "" : `{ ${options} }`})`,
      "",
      ...(mismatches.length === 0
        ? ["The response must not be this 403, and is."]
        : describe(status, mismatches)),
    ].join("\n");
  if (this.isNot === true && foreign.length > 0) throw new OptionInvalidError(message());
  return { pass: mismatches.length === 0, message };
}
