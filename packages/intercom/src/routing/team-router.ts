import type { Intercom } from "intercom-client";
import type { TeamStatus } from "./team-looks.ts";

/** Topic → the id of its team. */
export interface TeamsByTopic {
  readonly [topic: string]: string | number;
}

/** Which team a conversation goes to, and who sends it there. */
export type RoutingRequest<Topic extends string, Who> = { readonly topic: Topic } & (
  | {
      /** The acting admin, in whose name Intercom notes the assignment. */
      readonly adminId: string | number;
      readonly principal?: never;
    }
  | {
      /** The acting admin by their principal: its `adminId`, else its `id`, is their id in Intercom. */
      readonly principal: Who;
      readonly adminId?: never;
    }
);

/** Why a conversation stayed where it was, though the permission was there. */
export type RoutingFailure =
  | "topic-unknown"
  | "team-deleted"
  | "team-empty"
  | "conversation-not-found"
  | "admin-not-found";

/** What became of it. Look at `routed` first. */
export type TeamRouting<Teams extends TeamsByTopic> =
  | {
      readonly routed: true;
      readonly topic: keyof Teams & string;
      /** As `teams` has it. */
      readonly teamId: Teams[keyof Teams];
      /** As it is now. */
      readonly conversation: Intercom.Conversation;
    }
  | { readonly routed: false; readonly reason: RoutingFailure; readonly topic: string };

/** A topic, its team, and who is in it. */
export interface RoutedTeam<Topic extends string = string> {
  readonly topic: Topic;
  readonly teamId: string;
  /** Undefined when the team is gone. */
  readonly name: string | undefined;
  readonly adminIds: readonly string[];
  readonly status: TeamStatus;
}

/** Sends conversations to the teams of their topics. */
export interface TeamRouter<Teams extends TeamsByTopic = TeamsByTopic, Who = unknown> {
  readonly topics: readonly (keyof Teams & string)[];
  /** For a topic that comes from outside. */
  isTopic(value: unknown): value is keyof Teams & string;
  /**
   * Assigns the conversation to the topic's team, if the acting admin has `conversations:assign` on it. Nothing is sent
   * before that is certain, and the assignment is never repeated.
   *
   * Rejects with `ERR_RBAC_PERMISSION_DENIED`, `ERR_RBAC_UNAVAILABLE` when the decision cannot be written,
   * `ERR_RBAC_INTERCOM_FAILED`, and with what `principal` rejects with.
   */
  route(
    conversationId: string | number,
    request: RoutingRequest<keyof Teams & string, Who>,
  ): Promise<TeamRouting<Teams>>;
  /** For the operator: every topic, its team and the team's members. */
  teams(): Promise<readonly RoutedTeam<keyof Teams & string>[]>;
}
