import type { IntercomRegion } from "@intercom-rbac/core";
import { IntercomEnvironment } from "intercom-client";

/** Where Intercom answers for the workspaces of each region. */
export const REGION_URLS: { readonly [Region in IntercomRegion]: string } = {
  US: IntercomEnvironment.UsProduction,
  EU: IntercomEnvironment.EuProduction,
  AU: IntercomEnvironment.AuProduction,
};

export function isRegion(value: string): value is IntercomRegion {
  return Object.hasOwn(REGION_URLS, value);
}

/** Where a client keeps the region it was made for; shared by the ESM and CommonJS builds. */
const REGION = Symbol.for("@intercom-rbac/intercom/region");

/** Notes the region on the client; `wrapMethods` lets it through. */
export function noteRegion(client: object, region: IntercomRegion): void {
  Object.defineProperty(client, REGION, { value: region });
}

/** The region the client was made for; undefined when none was named. */
export function notedRegion(client: object): IntercomRegion | undefined {
  const region: unknown = Reflect.get(client, REGION);
  return typeof region === "string" && isRegion(region) ? region : undefined;
}
