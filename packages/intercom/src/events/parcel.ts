/** Items that are sent together, and again as they are if that fails. */
export class Parcel<Item> {
  readonly items: readonly Item[];
  /** Milliseconds of `performance.now()`: when the first of them was written. */
  readonly since: number;
  /** Not to be sent before. */
  notBefore = 0;
  attempts = 0;
  /** Resolves when they are delivered or dropped. */
  readonly settled: Promise<void>;
  readonly settle: () => void;

  constructor(items: readonly Item[], since: number) {
    this.items = items;
    this.since = since;
    let settle: () => void = () => undefined;
    this.settled = new Promise((resolve) => {
      settle = resolve;
    });
    this.settle = settle;
  }
}
