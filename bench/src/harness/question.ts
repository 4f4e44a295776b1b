/** What a side is: code written by hand, ours, or somebody else's. */
export type Kind = "floor" | "ours" | "peer";

/** One number of one process; `ratio` is to the floor of the same round. */
export interface Sample {
  readonly row: string;
  readonly side: string;
  readonly kind: Kind;
  /** In the unit of the row. */
  readonly value: number;
  readonly ratio?: number | undefined;
}

/**
 * A goal on the median of our side; or that its ratios cannot be told from those of the side called `twin`, which does
 * just what the floor does.
 */
export type Goal =
  | { readonly of: "ratio" | "value"; readonly atMost: number }
  | { readonly of: "twin"; readonly twin: string };

export interface Row {
  readonly id: string;
  readonly title: string;
  readonly unit: string;
  /** In words: what the ratio is to. */
  readonly floor: string;
  /** The side that the goal speaks of; `rbac` unless told. */
  readonly side?: string;
  readonly goal?: Goal;
  /** Small enough a spread from run to run for `bench:compare` to hold it to 15 %. */
  readonly stable: boolean;
}

/** Measured together in one fresh process, since what one side leaves behind slows or helps the others. */
export interface Group {
  readonly name: string;
  readonly nodeFlags?: readonly string[];
  readonly measure: () => readonly Sample[] | Promise<readonly Sample[]>;
}

export interface Question {
  readonly title: string;
  readonly rows: readonly Row[];
  readonly groups: readonly Group[];
}
