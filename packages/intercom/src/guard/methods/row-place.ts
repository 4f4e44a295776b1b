import type { SdkMethodName } from "./sdk-method-name.ts";

/** The rows that a call acts on: they are of the permission's own resource. */
export interface RowPlace {
  /** Fields of the request that hold an id each; every one of the rows has to be allowed. */
  readonly ids: readonly [string, ...string[]];
  /** The method that reads such a row. Without one only the app can supply it. */
  readonly read?: SdkMethodName;
}
