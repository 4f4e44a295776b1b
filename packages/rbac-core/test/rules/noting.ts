/** Something as it is, and what was asked of it in turn: `get team`, `own team`, `in team`, `prototype`. */
export interface Noting<T> {
  readonly object: T;
  readonly asked: string[];
}

/** Behaves as `target` does, and notes what it is asked. */
export function noting<T extends object>(target: T): Noting<T> {
  const asked: string[] = [];
  const object = new Proxy(target, {
    get(whole, key, receiver): unknown {
      asked.push(`get ${String(key)}`);
      return Reflect.get(whole, key, receiver);
    },
    getOwnPropertyDescriptor(whole, key) {
      asked.push(`own ${String(key)}`);
      return Reflect.getOwnPropertyDescriptor(whole, key);
    },
    has(whole, key) {
      asked.push(`in ${String(key)}`);
      return Reflect.has(whole, key);
    },
    getPrototypeOf(whole) {
      asked.push("prototype");
      return Reflect.getPrototypeOf(whole);
    },
  });
  return { object, asked };
}

/** Which elements of a list were read, in turn. */
export function elementsRead({ asked }: Noting<readonly unknown[]>): string[] {
  return asked.filter((what) => /^get \d+$/.test(what));
}
