import fc from "fast-check";
import { ATTRIBUTES, PATHS } from "./vocabulary.ts";

type Scalar = string | number | boolean;
type Ref = { readonly $principal: string };
type Operand = Scalar | Ref;

export interface Operators {
  $eq?: Operand | null;
  $ne?: Operand | null;
  $in?: readonly Operand[] | Ref;
  $nin?: readonly Operand[] | Ref;
  $gt?: Operand;
  $gte?: Operand;
  $lt?: Operand;
  $lte?: Operand;
  $exists?: boolean;
  $all?: readonly Operand[];
}
export type When = { readonly [field: string]: Operand | null | Operators };

type Path = (typeof PATHS)[number];

/** Values that rows really hold at the path, so that comparisons come out both ways. */
const LITERALS: { readonly [P in Path]: readonly Scalar[] } = {
  ownerId: ["u1", "u1", "u2", 1],
  status: ["open", "open", "closed", "1"],
  level: [1, 2, 2, 3, "2"],
  tags: ["t1", "t1", "t1", "t2", 1],
  "org.id": ["o1", "o1", "o2", 7],
  open: [true, true, false, "true"],
};

/** The attributes that make sense beside the path, most of the time. */
const LIKELY: { readonly [P in Path]: readonly (typeof ATTRIBUTES)[number][] } = {
  ownerId: ["id"],
  status: ["status"],
  level: ["level"],
  tags: ["teamIds", "id"],
  "org.id": ["org.id"],
  open: ["status"],
};

const reference = (path: Path): fc.Arbitrary<Ref> =>
  fc
    .oneof(
      { weight: 4, arbitrary: fc.constantFrom(...LIKELY[path]) },
      { weight: 1, arbitrary: fc.constantFrom(...ATTRIBUTES) },
    )
    .map(($principal) => ({ $principal }));

function operators(path: Path): fc.Arbitrary<Operators>[] {
  const literal = fc.constantFrom(...LITERALS[path]);
  const ordered = fc.constantFrom(...LITERALS[path].filter((it) => typeof it !== "boolean"));
  const operand = fc.oneof(
    { weight: 3, arbitrary: literal },
    { weight: 2, arbitrary: reference(path) },
  );
  const limit = fc.oneof(
    { weight: 3, arbitrary: ordered },
    { weight: 1, arbitrary: reference(path) },
  );
  const nullable = fc.oneof(
    { weight: 6, arbitrary: operand },
    { weight: 1, arbitrary: fc.constant(null) },
  );
  const elements = fc.uniqueArray(operand, {
    minLength: 1,
    maxLength: 3,
    selector: (it) => JSON.stringify(it),
  });
  const list = fc.oneof(
    { weight: 3, arbitrary: elements },
    { weight: 1, arbitrary: fc.constant({ $principal: "teamIds" }) },
    { weight: 1, arbitrary: reference(path) },
  );
  const containing = elements.map(($all): Operators => ({ $all }));
  if (path === "tags") return [containing, containing, containing, list.map(($in) => ({ $in }))];
  return [
    nullable.map(($eq) => ({ $eq })),
    nullable.map(($ne) => ({ $ne })),
    list.map(($in) => ({ $in })),
    list.map(($nin) => ({ $nin })),
    limit.map(($gt) => ({ $gt })),
    limit.map(($gte) => ({ $gte })),
    limit.map(($lt) => ({ $lt })),
    limit.map(($lte) => ({ $lte })),
    fc.boolean().map(($exists) => ({ $exists })),
    containing,
  ];
}

/** What a condition says of one field: mostly one operator, at times two, at times a bare value. */
function said(path: Path): fc.Arbitrary<When[string]> {
  const operator = fc.oneof(...operators(path));
  return fc.oneof(
    { weight: 6, arbitrary: operator },
    { weight: 2, arbitrary: fc.tuple(operator, operator).map(([a, b]) => ({ ...a, ...b })) },
    { weight: 3, arbitrary: fc.constantFrom(...LITERALS[path]) },
    { weight: 2, arbitrary: reference(path) },
    { weight: 1, arbitrary: fc.constant(null) },
  );
}

const clause = fc.oneof(...PATHS.map((path) => said(path).map((value) => [path, value] as const)));

/** A `when`: one to three fields, every operator, references to the principal. */
export const when: fc.Arbitrary<When> = fc
  .oneof(
    { weight: 6, arbitrary: fc.tuple(clause) },
    { weight: 2, arbitrary: fc.tuple(clause, clause) },
    { weight: 1, arbitrary: fc.tuple(clause, clause, clause) },
  )
  .map((clauses) => Object.fromEntries(clauses));
