import type { PolicyModel, RoleModel } from "../definition/model.ts";
import { isLiteral, isObject } from "./read-principal.ts";
import { RolePlaces } from "./role-places.ts";
import { isPlain } from "./verdict.ts";

/**
 * What the rules of one role come to for one permission, as far as they can be told apart without a row, a field or a
 * scope. The codes are chosen so that the answer of several roles is their bits together: a grant beside a denial, or
 * anything beside `LOOK`, has to be looked at.
 */
type Answer = typeof NOTHING | typeof YES | typeof NO | typeof LOOK;
/** No rule speaks of it. */
export const NOTHING = 0b00;
/** Granted, whatever the row and the fields. */
export const YES = 0b01;
/** Refused, whatever else the role grants. */
export const NO = 0b10;
/** The rules have to be evaluated. */
export const LOOK = 0b11;

/** Four answers to a byte. */
const POSITIONS_PER_BYTE = 4;

/** The longest list of role names that is remembered from one question to the next. */
const MAX_REMEMBERED = 8;

/** What a role's rules say of one permission, gathered before it is known what they come to together. */
const GRANTED = 1;
const GRANTED_IN_PART = 2;
const DENIED = 4;
const DENIED_IN_PART = 8;

function answerOf(said: number): Answer {
  if ((said & DENIED) !== 0) return NO;
  // A denial in part counts even where this role grants nothing: another role may.
  if ((said & DENIED_IN_PART) !== 0) return LOOK;
  if ((said & GRANTED) !== 0) return YES;
  return (said & GRANTED_IN_PART) !== 0 ? LOOK : NOTHING;
}

/** By permission position, everything that a role and those it inherits say. Each role is gone through once. */
class Sayings {
  /** Copied rather than made: bytes of this number would live outside of the heap, and take longer to come by. */
  readonly #nothing: readonly number[];
  readonly #of = new Map<RoleModel, readonly number[]>();

  constructor(width: number) {
    this.#nothing = Array.from(new Uint8Array(width));
  }

  of(role: RoleModel): readonly number[] {
    const known = this.#of.get(role);
    if (known !== undefined) return known;
    const said = this.#nothing.slice();
    this.#of.set(role, said);
    for (const rule of role.rules) {
      const granted = isPlain(rule) ? GRANTED : GRANTED_IN_PART;
      const denied = isPlain(rule) ? DENIED : DENIED_IN_PART;
      for (const position of rule.permissions) {
        said[position] = (said[position] ?? 0) | (rule.inverted ? denied : granted);
      }
    }
    for (const parent of role.inherits) {
      const inherited = this.of(parent);
      inherited.forEach((above, position) => {
        said[position] = (said[position] ?? 0) | above;
      });
    }
    return said;
  }
}

/** No role has a symbol for its name, and no principal has this one. */
const NO_NAME: unknown = Symbol("no name yet");

/** A list of role names, and where the answers of each begin. */
interface List {
  readonly names: readonly unknown[];
  readonly rows: readonly number[];
}
const NONE: readonly never[] = [];
const NO_LIST: List = { names: NONE, rows: NONE };

/**
 * The answers of every role to every permission, two bits each, read off the rules once.
 *
 * Every question reads the principal anew: a role taken from it is gone at the next one. Remembered is only where the
 * answers of the last role, and of the last list of several, begin.
 */
export class AnswerTable {
  readonly places: RolePlaces;
  readonly #bits: Uint8Array;
  /** Of one role's answers. */
  readonly #bytes: number;
  /** Whether roles may exclude each other: two that are held together then have to be looked at. */
  readonly #exclusive: boolean;
  #name: unknown = NO_NAME;
  #row = 0;
  #last: List = NO_LIST;

  /** @param places where the roles stand among the model's; worked out unless given */
  constructor(model: PolicyModel, places: RolePlaces = RolePlaces.of(model)) {
    const { permissions, roles, exclusive, scopes, ceiling } = model;
    const bytes = Math.ceil(permissions.length / POSITIONS_PER_BYTE);
    const bits = new Uint8Array(bytes * roles.size);
    const sayings = new Sayings(permissions.length);
    let row = 0;
    for (const role of roles.values()) {
      sayings.of(role).forEach((said, position) => {
        let answer = answerOf(said);
        if (answer !== NOTHING && ceiling !== undefined && !ceiling.has(position)) answer = NO;
        // Which scopes a principal holds is read at the question.
        if (answer === YES && scopes !== undefined) answer = LOOK;
        const at = row + (position >> 2);
        bits[at] = (bits[at] ?? 0) | (answer << ((position & 3) << 1));
      });
      row += bytes;
    }
    this.places = places;
    this.#bits = bits;
    this.#bytes = bytes;
    this.#exclusive = exclusive.length > 0;
  }

  /** In bytes, whatever the roles grant. */
  get size(): number {
    return this.#bits.length;
  }

  /**
   * What can be told of a principal's roles alone. `LOOK` for whatever is not an object literal with an id, roles of
   * the policy and no scopes: `readPrincipal` then says what it is, or what is wrong with it.
   *
   * @returns one of the four answers
   */
  of(who: unknown, position: number): number {
    if (!isObject(who)) return LOOK;
    if (!isLiteral(who)) return LOOK;
    const { id, roles, scopes } = who;
    if (typeof id !== "string" || id.length === 0 || scopes !== undefined) return LOOK;
    if (!Array.isArray(roles)) return LOOK;
    if (roles.length !== 1) return this.#ofSeveral(roles, position);
    if (roles[0] !== this.#name) return this.#ofAnother(roles[0], position);
    return this.#at(this.#row, position);
  }

  #at(row: number, position: number): number {
    return ((this.#bits[row + (position >> 2)] ?? LOOK) >> ((position & 3) << 1)) & LOOK;
  }

  /** Where a role's answers begin. */
  #rowOf(name: unknown): number | undefined {
    const place = this.places.of(name);
    return place === undefined ? undefined : place * this.#bytes;
  }

  #ofAnother(name: unknown, position: number): number {
    const row = this.#rowOf(name);
    if (row === undefined) return LOOK;
    this.#name = name;
    this.#row = row;
    return this.#at(row, position);
  }

  #ofSeveral(roles: readonly unknown[], position: number): number {
    // Both at once: reading a role may run code that asks about another list.
    const { names, rows } = this.#last;
    const { length } = names;
    if (roles.length !== length) return this.#ofOthers(roles, position);
    for (let at = 0; at < length; at++) {
      if (roles[at] !== names[at]) return this.#ofOthers(roles, position);
    }
    let together: number = NOTHING;
    for (let at = 0; at < length; at++) {
      const row = rows[at];
      together |= row === undefined ? LOOK : this.#at(row, position);
    }
    return together;
  }

  #ofOthers(roles: readonly unknown[], position: number): number {
    if (this.#exclusive) return LOOK;
    const names: unknown[] = [];
    const rows: number[] = [];
    let together: number = NOTHING;
    // By index, as everything else reads them: an array may have an iterator of its own.
    for (let at = 0; at < roles.length; at++) {
      const name = roles[at];
      const row = this.#rowOf(name);
      if (row === undefined) return LOOK;
      names.push(name);
      rows.push(row);
      together |= this.#at(row, position);
    }
    if (names.length <= MAX_REMEMBERED) this.#last = { names, rows };
    return together;
  }
}
