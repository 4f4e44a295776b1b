import { OptionInvalidError } from "@intercom-rbac/core";
import { checkOptions, kindOf } from "@intercom-rbac/core/internal";
import type { UntypedRbacOptions } from "./engine.ts";
import { ownOptions } from "./own-options.ts";

/** What a header value may hold; anything else would throw in the middle of an answer. */
const HEADER_VALUE = /^[\x21-\x7e](?:[\t\x20-\x7e]*[\x21-\x7e])?$/;

/** The options themselves, checked for callers without types. Throws `ERR_RBAC_OPTION_INVALID`. */
export function checkedRbacOptions<O extends UntypedRbacOptions>(options: O): O {
  checkOptions("createRbac", options, {
    policy: "object",
    principal: "function",
    policyFor: "function",
    audit: "any",
    onDecision: "function",
    onDenied: "function",
    responseFormat: "string",
    challenge: "string",
    exposeReasons: "boolean",
    onUndecided: "string",
  });
  const own = ownOptions(options);
  const { policy, principal, audit, responseFormat, challenge, onUndecided } = own;
  if (typeof policy?.decide !== "function") {
    refuse("policy", "must be what definePolicy returned", policy);
  }
  if (principal === undefined) refuse("principal", "must be a function of the request", principal);
  if (audit !== undefined && typeof audit?.write !== "function") {
    refuse("audit", "must be an object with a method write(entry)", audit);
  }
  if (responseFormat !== undefined && responseFormat !== "json" && responseFormat !== "problem") {
    refuse("responseFormat", 'must be "json" or "problem"', responseFormat);
  }
  if (challenge !== undefined && !HEADER_VALUE.test(challenge)) {
    refuse(
      "challenge",
      'must be a header value such as "Bearer" or \'Basic realm="desk"\'',
      challenge,
    );
  }
  if (onUndecided !== undefined && onUndecided !== "refuse" && onUndecided !== "report") {
    refuse("onUndecided", 'must be "refuse" or "report"', onUndecided);
  }
  return own;
}

function refuse(name: string, demand: string, value: unknown): never {
  throw new OptionInvalidError(`createRbac: options.${name} ${demand}; it is ${kindOf(value)}.`);
}
