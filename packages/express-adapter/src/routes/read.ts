/** A property of something that others made: undefined if there is none or reading it throws. */
export function read(from: unknown, key: string): unknown {
  if ((typeof from !== "object" && typeof from !== "function") || from === null) return undefined;
  try {
    return Reflect.get(from, key);
  } catch {
    return undefined;
  }
}
