import { companyMethods } from "./methods/company-methods.ts";
import { dataMethods } from "./methods/data-methods.ts";
import { inboxMethods } from "./methods/inbox-methods.ts";
import { knowledgeMethods } from "./methods/knowledge-methods.ts";
import { peopleMethods } from "./methods/people-methods.ts";
import type { SdkMethod } from "./methods/sdk-method.ts";
import type { SdkMethodName } from "./methods/sdk-method-name.ts";
import { sealed } from "./methods/sealed.ts";
import { workspaceMethods } from "./methods/workspace-methods.ts";

/**
 * Every method of `intercom-client` 7.0.3 that a guarded client lets through, and what it demands. What is not here is
 * refused.
 *
 * Source: Intercom API description 2.16 (2026-08), and the SDK's own methods and paths.
 */
export const sdkMethods: { readonly [Name in SdkMethodName]: SdkMethod } = sealed({
  ...peopleMethods,
  ...companyMethods,
  ...inboxMethods,
  ...knowledgeMethods,
  ...dataMethods,
  ...workspaceMethods,
});

const BY_NAME: ReadonlyMap<string, SdkMethod> = new Map(Object.entries(sdkMethods));

/** What the table says of a method, if anything. */
export function findSdkMethod(name: string): SdkMethod | undefined {
  return BY_NAME.get(name);
}
