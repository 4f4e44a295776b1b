import type { IntercomClient } from "intercom-client";

/** Clients whose methods no permission covers. */
export type Uncovered = "unstable" | "customChannelEvents";

export type MethodsOf<Client> = {
  [Name in keyof Client & string]: Client[Name] extends (...args: never[]) => unknown
    ? Name
    : `${Name}.${MethodsOf<Client[Name]>}`;
}[keyof Client & string];

/** Where a method of the SDK is, such as `helpCenters.collections.find`. */
export type SdkMethodName = MethodsOf<Omit<IntercomClient, Uncovered>>;
