export { OptionInvalidError, PermissionUnknownError, PolicyDefinitionError } from "./errors.ts";
export { readSnapshot, type Snapshot } from "./snapshot/read-snapshot.ts";
export type { PolicySnapshot, SnapshotAnswer, SnapshotRule } from "./types/snapshot.ts";
