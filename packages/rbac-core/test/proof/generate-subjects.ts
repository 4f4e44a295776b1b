import fc from "fast-check";
import { ROLES, SCOPES, UNKNOWN_ROLES } from "./vocabulary.ts";

/** Whatever may stand where a value of the right kind is expected. */
const odd = fc.constantFrom<unknown>(null, undefined, [], {}, Number.NaN, ["u1"], "", 0);

/** Mostly `usual`, at times absent (the key is left out), at times something else altogether. */
const property = (name: string, usual: readonly unknown[]): fc.Arbitrary<object> =>
  fc.oneof(
    { weight: 16, arbitrary: fc.constantFrom(...usual).map((value) => ({ [name]: value })) },
    { weight: 1, arbitrary: fc.constant({}) },
    { weight: 1, arbitrary: odd.map((value) => ({ [name]: value })) },
  );

const merged = (parts: readonly fc.Arbitrary<object>[]): fc.Arbitrary<object> =>
  fc.tuple(...parts).map((objects) => Object.assign({}, ...objects));

const ORGS = [
  { id: "o1" },
  { id: "o1" },
  { id: "o1" },
  { id: "o2" },
  { id: 7 },
  { id: null },
  ["o1"],
  "o1",
];

const TENANTS = ["w1", "w1", "w1", "w1", "w1", "w1", "w1", "w1", "w2"];

const rowFields = merged([
  property("ownerId", ["u1", "u1", "u1", "u2", 1]),
  property("status", ["open", "open", "open", "closed", "1"]),
  property("level", [1, 2, 2, 3, "2"]),
  property("tags", [["t1", "t2", "u1"], ["t1", "t2"], ["t1"], ["t2", 1], ["u1", null], "t1"]),
  property("org", ORGS),
  property("open", [true, true, true, false, "true"]),
  property("workspaceId", TENANTS),
  fc.constantFrom({}, {}, {}, { name: "N" }, { __caslSubjectType__: "contacts" }),
]);

const withoutPrototype = (row: object): object => Object.assign(Object.create(null), row);
/** Properties of the prototype are not the object's own: they match nothing. */
function inherited<X extends object>(object: X, names: readonly string[]): X {
  const moved = Object.entries(object).filter(([name]) => names.includes(name));
  const own = Object.entries(object).filter(([name]) => !names.includes(name));
  return Object.assign(Object.create(Object.fromEntries(moved)), Object.fromEntries(own));
}
const NAMES = ["ownerId", "status", "level", "tags", "org", "open", "teamIds", "workspaceId"];
const someNames = fc.subarray(NAMES, { minLength: 3 });

export const row: fc.Arbitrary<object> = fc.oneof(
  { weight: 6, arbitrary: rowFields },
  { weight: 2, arbitrary: rowFields.map((it) => Object.freeze(it)) },
  { weight: 1, arbitrary: rowFields.map(withoutPrototype) },
  {
    weight: 1,
    arbitrary: fc.tuple(rowFields, someNames).map(([it, names]) => inherited(it, names)),
  },
);

/** What a careless caller without types passes for a row. */
export const NOT_ROWS: readonly object[] = JSON.parse('[null, "", "row", 0, 1, false, [], [{}]]');
export const junk: fc.Arbitrary<object> = fc.constantFrom(...NOT_ROWS, () => ({}));

export interface Principal {
  readonly id: string;
  readonly roles: readonly string[];
  readonly scopes?: readonly string[];
  readonly [attribute: string]: unknown;
}

const attributes = merged([
  property("teamIds", [["t1", "t2"], ["t1"], ["t1"], ["t2", null], ["o1", "u1"], [1, {}], []]),
  property("level", [1, 2, 2, 3, "2"]),
  property("org", ORGS),
  property("status", ["open", "open", "closed", true]),
  property("workspaceId", TENANTS),
]);

const roleNames = fc.oneof(
  { weight: 20, arbitrary: fc.constantFrom(...ROLES) },
  { weight: 1, arbitrary: fc.constantFrom(...UNKNOWN_ROLES) },
);

const heldRoles = fc.oneof(
  { weight: 14, arbitrary: fc.array(roleNames, { minLength: 1, maxLength: 1 }) },
  { weight: 16, arbitrary: fc.array(roleNames, { minLength: 2, maxLength: 3 }) },
  { weight: 1, arbitrary: fc.constant([]) },
);

const heldScopes = fc.oneof(
  { weight: 12, arbitrary: fc.subarray([...SCOPES], { minLength: 2 }) },
  { weight: 1, arbitrary: fc.constantFrom<readonly string[] | undefined>([], undefined) },
);

const ordinary: fc.Arbitrary<Principal> = fc
  .tuple(fc.constantFrom("u1", "u1", "u2"), heldRoles, heldScopes, attributes)
  .map(([id, roles, scopes, rest]) => ({
    ...rest,
    id,
    roles,
    ...(scopes === undefined ? {} : { scopes }),
  }));

export const principal: fc.Arbitrary<Principal> = fc.oneof(
  { weight: 14, arbitrary: ordinary },
  { weight: 1, arbitrary: ordinary.map((it) => Object.freeze(it)) },
  {
    weight: 1,
    arbitrary: fc.tuple(ordinary, someNames).map(([it, names]) => inherited(it, names)),
  },
);

/** Nobody: no principal at all, or one without an id of its own. */
export const nobody: fc.Arbitrary<Principal | null | undefined> = fc.oneof(
  fc.constantFrom(null, undefined),
  ordinary.map((it) => ({ ...it, id: "" })),
  ordinary.map((it) => inherited(it, ["id"])),
);
