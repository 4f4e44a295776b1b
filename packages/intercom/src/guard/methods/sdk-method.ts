import type { IntercomPermission } from "@intercom-rbac/core";
import type { IntercomClient } from "intercom-client";
import type { BodyDemand } from "./body-demands.ts";

/** Clients whose methods no permission covers. */
type Uncovered = "unstable" | "customChannelEvents";

type MethodsOf<Client> = {
  [Name in keyof Client & string]: Client[Name] extends (...args: never[]) => unknown
    ? Name
    : `${Name}.${MethodsOf<Client[Name]>}`;
}[keyof Client & string];

/** Where a method of the SDK is, such as `helpCenters.collections.find`. */
export type SdkMethodName = MethodsOf<Omit<IntercomClient, Uncovered>>;

/** The methods of some of the SDK's clients: all of them, or it does not compile. */
export type SdkMethodsOf<Name extends Exclude<keyof IntercomClient, Uncovered>> = {
  readonly [Method in MethodsOf<Pick<IntercomClient, Name>>]: SdkMethod;
};

/** A field of the body whose value says which permission is demanded. Any other value is refused. */
export interface PermissionByBody {
  readonly field: string;
  readonly permissions: Readonly<Record<string, IntercomPermission>>;
}

/** The rows that a call acts on: they are of the permission's own resource. */
export interface RowPlace {
  /** Fields of the request that hold an id each; every one of the rows has to be allowed. */
  readonly ids: readonly [string, ...string[]];
  /** The method that reads such a row. Without one only the app can supply it. */
  readonly read?: SdkMethodName;
}

/** What one method of the SDK demands and sends. */
export interface SdkMethod {
  readonly permission: IntercomPermission | PermissionByBody;
  /** HTTP method and path, in braces the fields of the request that are put there. */
  readonly http: `${"GET" | "POST" | "PUT" | "DELETE"} /${string}`;
  /** What certain bodies demand besides. */
  readonly also?: readonly BodyDemand[];
  readonly row?: RowPlace;
  /** The answer is itself the row. */
  readonly answersRow?: true;
  /** Where in the answer the rows are, `data` or `data.articles`. */
  readonly rows?: string;
  /** The keys of the body are fields of the row, for grants that are limited to fields. */
  readonly fields?: true;
  /** The body is the request's field `body`; elsewhere it is the request without what the path takes. */
  readonly nested?: true;
  /** Fields that are ids too, though no part of the path. */
  readonly queryIds?: readonly string[];
  /** It takes no request: its first argument are the request options. */
  readonly noRequest?: true;
  /** It reads, although it posts. */
  readonly reads?: true;
}
