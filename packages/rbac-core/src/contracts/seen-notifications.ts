/** Until when a notification is whose. Milliseconds since 1970. */
export interface ClaimTimes {
  /** Who claimed it and has not said by then how it ended is given up, and the next one gets it. */
  readonly heldUntil: number;
  /** So long what was handled must be remembered: from then on it is refused as too old. */
  readonly until: number;
}

/** What may be done with a notification. */
export type NotificationClaim =
  /**
   * It is this caller's, who says how it ended; until `heldUntil` nobody else gets it. What was not handled is
   * forgotten. Once it is another's, `end` must change nothing.
   */
  | { readonly kind: "claimed"; end(handled: boolean): Promise<void> }
  /** Somebody else's. `ended`, where it can be known, resolves to whether they handled it. */
  | { readonly kind: "running"; readonly ended?: Promise<boolean> | undefined }
  | { readonly kind: "handled" }
  /** There is no place to remember it in: to be sent again. Nothing may be forgotten to make one. */
  | { readonly kind: "full" };

/** Remembers which of Intercom's notifications were handled, where several processes share them. */
export interface SeenNotifications {
  /** Of two at once, only one gets `claimed`. Must reject when it cannot tell. */
  claim(id: string, times: ClaimTimes): Promise<NotificationClaim>;
}
