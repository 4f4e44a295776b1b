import { GuardMisusedError } from "@intercom-rbac/core";

/** Methods that are left out of the table on purpose. `*` stands for whatever follows. */
export const REFUSED_METHODS: readonly { readonly methods: string; readonly why: string }[] = [
  ...[
    "customChannelEvents.notifyNewConversation",
    "customChannelEvents.notifyNewMessage",
    "customChannelEvents.notifyQuickReplySelected",
    "customChannelEvents.notifyAttributeCollected",
  ].map((methods) => ({
    methods,
    why: "Intercom's API description has no such call, and no permission covers it",
  })),
  { methods: "unstable.*", why: "the SDK's unstable client is covered by no permission" },
];

/** Why a method is left out, if it is so on purpose. */
export function whyRefused(method: string): string | undefined {
  return REFUSED_METHODS.find(({ methods }) =>
    methods.endsWith("*") ? method.startsWith(methods.slice(0, -1)) : methods === method,
  )?.why;
}

export function refusedMethod(method: string): GuardMisusedError {
  const why = whyRefused(method) ?? "this version of the package does not know the method";
  return new GuardMisusedError(
    `${method} is refused on a guarded client: ${why}. Call it on the client itself where nobody's roles matter.`,
  );
}

/** The SDK's own, `_options` with the token above all. */
export function refusedInternal(where: string): never {
  throw new GuardMisusedError(
    `${where} is out of reach on a guarded client: it belongs to the SDK's internals.`,
  );
}
