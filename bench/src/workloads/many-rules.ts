import { createRandom, pick } from "./random.ts";

type Name = `${string}:${string}`;

interface Person {
  readonly id: string;
  readonly role: string;
  readonly roles: readonly string[];
}

export interface ManyRules {
  readonly count: number;
  readonly definition: {
    readonly permissions: Readonly<Record<string, readonly string[]>>;
    readonly roles: Readonly<Record<string, { readonly can: readonly Name[] }>>;
  };
  readonly names: readonly Name[];
  readonly granted: ReadonlyMap<string, ReadonlySet<Name>>;
  readonly people: readonly Person[];
  /** What is asked of each of the people. */
  readonly asked: readonly Name[];
}

/** How a number of rules is spread: so many roles, each granting half of so many permissions. */
const SPREAD: Readonly<Record<number, { readonly roles: number; readonly permissions: number }>> = {
  10: { roles: 2, permissions: 10 },
  100: { roles: 5, permissions: 40 },
  1000: { roles: 20, permissions: 100 },
  10000: { roles: 50, permissions: 400 },
};

export const SIZES = [10, 100, 1_000, 10_000] as const;

/** A policy of so many rules, and the same hundred questions at every size: ten people, ten permissions. */
export function manyRules(count: (typeof SIZES)[number]): ManyRules {
  const random = createRandom(count);
  const { roles, permissions } = SPREAD[count];
  const actions = ["read", "write", "delete", "assign", "export"];
  const resources = Array.from({ length: permissions / actions.length }, (_, index) => `r${index}`);
  const names = resources.flatMap((resource) =>
    actions.map((action): Name => `${resource}:${action}`),
  );
  const granted = new Map(
    Array.from({ length: roles }, (_, index): [string, Set<Name>] => {
      const shuffled = [...names].sort(() => random() - 0.5);
      return [`role-${index}`, new Set(shuffled.slice(0, count / roles))];
    }),
  );
  const people = Array.from({ length: 10 }, (_, index) => {
    const role = `role-${Math.floor((index * roles) / 10)}`;
    return { id: `user-${index}`, role, roles: [role] };
  });
  return {
    count,
    names,
    granted,
    people,
    asked: Array.from({ length: 10 }, () => pick(random, names)),
    definition: {
      permissions: Object.fromEntries(resources.map((resource) => [resource, actions])),
      roles: Object.fromEntries(Array.from(granted, ([name, can]) => [name, { can: [...can] }])),
    },
  };
}
