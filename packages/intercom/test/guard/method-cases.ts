import type { IntercomPermission } from "@intercom-rbac/core";
import type { SdkMethod } from "../../src/guard/methods/sdk-method.ts";
import { sdkMethods } from "../../src/guard/sdk-methods.ts";

/** A call of a method in its plainest form: every id of its path, and no more of a body than it takes to be mapped. */
export interface MethodCase {
  readonly name: string;
  readonly permission: IntercomPermission;
  /** All that it demands in this form, its own permission first. */
  readonly demands: readonly IntercomPermission[];
  readonly args: readonly unknown[];
  /** What has to come over the wire: `GET /contacts/contact_id-7`. */
  readonly line: string;
  readonly reads: boolean;
}

function casesOf(name: string, method: SdkMethod): MethodCase[] {
  const { http, queryIds = [], noRequest = false, permission, also = [], reads = false } = method;
  const always = also.filter(({ when }) => when === "always").map((demand) => demand.permission);
  const fields = [...http.matchAll(/\{(\w+)\}/g)].map(([, field = ""]) => field);
  const request: Record<string, unknown> = Object.fromEntries(
    [...fields, ...queryIds].map((field) => [field, `${field}-7`]),
  );
  const query = queryIds.map((field) => `${field}=${field}-7`).join("&");
  const path = http.replace(/\{(\w+)\}/g, "$1-7");
  const line = query === "" ? path : `${path}?${query}`;
  if (typeof permission === "string") {
    const demands = [permission, ...always];
    return [{ name, permission, demands, args: noRequest ? [] : [request], line, reads }];
  }
  const { field, permissions } = permission;
  return Object.entries(permissions).map(([value, demanded]) => ({
    name,
    permission: demanded,
    demands: [demanded, ...always],
    args: [{ ...request, body: { [field]: value } }],
    line,
    reads,
  }));
}

/** Of each method of the table one, or one for each type of body. */
export const methodCases: readonly MethodCase[] = Object.entries(sdkMethods).flatMap(
  ([name, method]) => casesOf(name, method),
);
