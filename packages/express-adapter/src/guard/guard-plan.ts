import type { IncomingMessage } from "node:http";
import type { Awaitable } from "../containment/awaitable.ts";
import type { Requirement } from "../demand/requirement.ts";
import type { Check } from "../engine.ts";
import type { Told } from "../record/run-record.ts";
import type { Owed } from "../request/owed.ts";
import type { Pass } from "../request/request-state.ts";

/** A guard's demand with everything that was checked when it was made. */
export interface GuardPlan {
  readonly requirement: Requirement;
  /** The guard as answers may name it. */
  readonly name: string;
  /** The guard as warnings and logs name it: with the place where it was made, if that is known. */
  readonly named: string;
  readonly list: boolean;
  readonly deferred: boolean;
  readonly maskAs404: boolean;
  readonly loader: Loader | undefined;
  readonly fields: FieldsReader | undefined;
  /** One permission and nothing beside it, in an app where nobody asks for the decision itself: a yes needs no words. */
  readonly plain: boolean;
  /** The requirement's first permission, resolved once. */
  readonly first: Check;
  /** Equal for guards that ask the same without a row. */
  readonly key: string;
}

export interface Loader {
  load(req: IncomingMessage): Awaitable<unknown>;
}

export interface FieldsReader {
  read(req: IncomingMessage): Awaitable<unknown>;
}

export interface Passed extends Pass {
  readonly kind: "passed";
  /** What a deferred guard knew without the row: the handler decides. */
  readonly open: Owed["open"] | undefined;
}

export type GuardOutcome =
  | Passed
  | ({ readonly kind: "denied" } & Told)
  | ({ readonly kind: "not-found" } & Told)
  | ({ readonly kind: "failed"; readonly error: unknown } & Told)
  /** Somebody answered in the guard's place, or the client left: there is nobody to answer. */
  | { readonly kind: "left" };
