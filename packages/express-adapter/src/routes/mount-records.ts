/** What `recordRoutes` has seen of one layer. */
export interface MountRecord {
  readonly paths: readonly (string | RegExp)[];
  /** The app that the layer's closure hides. */
  readonly app: unknown;
}

/**
 * What to do where a mount was not recorded. In an ES module a call in the file that imports the routers is too late.
 */
export const RECORD_FIRST =
  "Call recordRoutes(express) in a module that is imported before the files that make apps or fill routers.";

/** A global symbol: the records of the ES module and of the CommonJS build are the same. */
const KEY = Symbol.for("@intercom-rbac/express:mount-records");

/** Layer → what is known of its mount. */
export function mountRecords(): WeakMap<object, MountRecord> {
  const existing: unknown = Reflect.get(globalThis, KEY);
  if (existing instanceof WeakMap) return existing;
  const records = new WeakMap<object, MountRecord>();
  Object.defineProperty(globalThis, KEY, { value: records });
  return records;
}
