import { isDeepStrictEqual } from "node:util";
import type { MongoAbility } from "@casl/ability";
import type { AnyPolicy, Core } from "./core-under-test.ts";
import type { Distribution } from "./distribution.ts";
import type { Principal } from "./generate-subjects.ts";
import type { Definition } from "./oracle.ts";

export type Who = Principal | null | undefined;
type Snapshot = ReturnType<Core["readSnapshot"]>;

/** One answer that is not the oracle's. The message holds all that is needed to ask again. */
export class Disagreement extends Error {
  override readonly name = "Disagreement";
}

/** One policy, built and as data, with what is derived from it once per principal. */
export interface Trial {
  readonly core: Core;
  readonly policy: AnyPolicy;
  readonly definition: Definition;
  readonly distribution: Distribution;
  snapshotOf(who: Who): Snapshot;
  abilityOf(who: Who): MongoAbility;
  /** Demands that the answer is the expected one. `asked` goes into the message. */
  expect(kind: string, actual: unknown, expected: unknown, asked: object): void;
}

export function createTrial(
  core: Core,
  policy: AnyPolicy,
  definition: Definition,
  distribution: Distribution,
): Trial {
  const snapshots = new Map<Who, Snapshot>();
  const abilities = new Map<Who, MongoAbility>();
  return {
    core,
    policy,
    definition,
    distribution,
    snapshotOf: (who) =>
      remembered(snapshots, who, () =>
        core.readSnapshot(JSON.parse(JSON.stringify(policy.snapshotFor(who)))),
      ),
    abilityOf: (who) => remembered(abilities, who, () => policy.abilityFor(who)),
    expect(kind, actual, expected, asked) {
      distribution.answer(kind, 1);
      if (actual === expected || isDeepStrictEqual(actual, expected)) return;
      throw new Disagreement(
        [
          `${kind} gave ${show(actual)}, the oracle ${show(expected)}`,
          `asked: ${show(asked)}`,
          `policy: ${show(definition)}`,
        ].join("\n"),
      );
    },
  };
}

function remembered<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}

/** JSON, with what JSON would hide written out. */
const show = (value: unknown): string =>
  JSON.stringify(value, (_, it: unknown) =>
    it === undefined || typeof it === "function" || Number.isNaN(it) ? `<${String(it)}>` : it,
  );
