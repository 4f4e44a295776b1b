import type { IntercomPermission } from "@intercom-rbac/core";
import type { IntercomClient } from "intercom-client";
import type { BodyDemand } from "./body-demands.ts";
import type { RowPlace } from "./row-place.ts";
import type { MethodsOf, Uncovered } from "./sdk-method-name.ts";

/** The methods of some of the SDK's clients: all of them, or it does not compile. */
export type SdkMethodsOf<Name extends Exclude<keyof IntercomClient, Uncovered>> = {
  readonly [Method in MethodsOf<Pick<IntercomClient, Name>>]: SdkMethod;
};

/** A field of the body whose value says which permission is demanded. Any other value is refused. */
export interface PermissionByBody {
  readonly field: string;
  readonly permissions: Readonly<Record<string, IntercomPermission>>;
}

/** What one method of the SDK demands and sends. */
export interface SdkMethod {
  readonly permission: IntercomPermission | PermissionByBody;
  /** HTTP method and path, in braces the fields of the request that are put there. */
  readonly http: `${"GET" | "POST" | "PUT" | "DELETE"} /${string}`;
  /** What it demands besides, always or for certain bodies. */
  readonly also?: readonly BodyDemand[];
  readonly row?: RowPlace;
  /** The answer is itself the row. */
  readonly answersRow?: true;
  /** Where in the answer the rows are, `data` or `data.articles`. */
  readonly rows?: string;
  /** Any query may be asked, and how many pages there are tells of rows that may not be seen. */
  readonly searches?: true;
  /** The permission to read what a write answers, where that is not `read` of its own permission's resource. */
  readonly answers?: IntercomPermission;
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
