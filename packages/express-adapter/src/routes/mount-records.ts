/** What `recordRoutes` has seen of one layer. */
export interface MountRecord {
  readonly paths: readonly (string | RegExp)[];
  /** The app that the layer's closure hides. */
  readonly app: unknown;
}

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
