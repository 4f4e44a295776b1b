import { OptionInvalidError } from "@intercom-rbac/core";
import { kindOf } from "@intercom-rbac/core/internal";
import { requireRefusalCode } from "./decision-codes.ts";
import { isRecord } from "./is-record.ts";
import { requirePermission } from "./names.ts";
import type { PolicyUnderTest } from "./policy-under-test.ts";
import type { ResolvedSubject } from "./subject.ts";
import { resolveSubject } from "./subject.ts";

/** The arguments of `toAllow` and `toDeny`, with every name known to the policy. */
export interface Check {
  readonly subject: ResolvedSubject;
  readonly permission: string;
  readonly resource: unknown;
  readonly fields: readonly string[] | undefined;
  readonly because: string | undefined;
}

const CHECK_OPTIONS = ["because", "fields"];

/** Throws `ERR_RBAC_OPTION_INVALID` for a key outside the list: a misspelt option would check nothing. */
export function requireOptions(
  options: unknown,
  known: readonly string[],
  matcher: string,
): Readonly<Record<string, unknown>> {
  if (options === undefined) return {};
  if (!isRecord(options)) {
    throw new OptionInvalidError(
      `The options of ${matcher} are an object, and these are ${kindOf(options)}.`,
    );
  }
  const stray = Object.keys(options).find((key) => !known.includes(key));
  if (stray === undefined) return options;
  throw new OptionInvalidError(
    `${matcher} has no option ${JSON.stringify(stray)}. It takes ${known.join(", ")}.`,
  );
}

function requireFields(fields: unknown, matcher: string): readonly string[] | undefined {
  if (fields === undefined) return undefined;
  if (Array.isArray(fields) && fields.every((field) => typeof field === "string")) return fields;
  throw new OptionInvalidError(
    `${matcher}: fields must be an array of strings, and is ${kindOf(fields)}.`,
  );
}

/** Options in the resource's place would be taken for a row, and the refusal they meant to check for any refusal. */
function refuseMisplacedOptions(resource: unknown, options: unknown, matcher: string): void {
  if (options !== undefined || !isRecord(resource)) return;
  const keys = Object.keys(resource);
  if (keys.length === 0 || !keys.every((key) => CHECK_OPTIONS.includes(key))) return;
  throw new OptionInvalidError(
    `${matcher}: the third argument is the resource, and this looks like options. Without a resource, write ${matcher}(who, permission, undefined, { ${keys.join(", ")} }).`,
  );
}

/** A row that no check could be about: refused, it would say nothing of the policy. */
function refuseNoRow(resource: unknown, matcher: string): void {
  if (resource === undefined) return;
  const isRow = isRecord(resource) && !("then" in resource) && !(resource instanceof Map);
  if (isRow) return;
  const found = isRecord(resource) && "then" in resource ? "a promise" : kindOf(resource);
  throw new OptionInvalidError(
    `${matcher}: the third argument is one row, an object, and this is ${found}.${found === "a promise" ? " Await it." : ""}`,
  );
}

export function readCheck(
  policy: PolicyUnderTest,
  matcher: "toAllow" | "toDeny",
  args: readonly unknown[],
): Check {
  const [who, permission, resource, options] = args;
  const subject = resolveSubject(policy, who);
  const name = requirePermission(policy, permission);
  refuseMisplacedOptions(resource, options, matcher);
  refuseNoRow(resource, matcher);
  const known = matcher === "toDeny" ? CHECK_OPTIONS : ["fields"];
  const { because, fields } = requireOptions(options, known, matcher);
  return {
    subject,
    permission: name,
    resource,
    fields: requireFields(fields, matcher),
    because: because === undefined ? undefined : requireRefusalCode(because, "because"),
  };
}
