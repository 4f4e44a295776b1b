import { isRbacError } from "@intercom-rbac/core";
import { describe, expect, test } from "vitest";
import { createWebhookReceiver } from "../../src/index.ts";

const right = { clientSecret: "a secret of 16 ch", onEvent: () => {} };

function refusalOf(options: unknown): string {
  try {
    // @ts-expect-error whatever a caller without types gives
    createWebhookReceiver(options);
  } catch (error) {
    if (isRbacError(error) && error.code === "ERR_RBAC_OPTION_INVALID") return error.message;
    throw error;
  }
  return "taken";
}

describe("the options of createWebhookReceiver", () => {
  test("1 MiB is what is taken unless told", () => {
    expect(createWebhookReceiver(right).maxBytes).toBe(1_048_576);
    expect(createWebhookReceiver({ ...right, maxBytes: 5 }).maxBytes).toBe(5);
  });

  test.each<[object, string]>([
    [{ clientSecret: undefined }, "options.clientSecret must be the app's client secret"],
    [{ clientSecret: "" }, "options.clientSecret must be the app's client secret"],
    [{ clientSecret: "  " }, "options.clientSecret must be the app's client secret"],
    [{ clientSecret: 7 }, "options.clientSecret must be a string, not a number."],
    [{ onEvent: undefined }, "options.onEvent must be a function; it is undefined."],
    [{ onEvents: () => {} }, 'Did you mean "onEvent"?'],
    [{ workspaces: {} }, "options.workspaces must be a store with find, or a function"],
    [{ workspaces: null }, "options.workspaces must be a store with find, or a function"],
    [{ directoryFor: {} }, "options.directoryFor must be a function, not an object."],
    [{ maxBytes: 0 }, "options.maxBytes must be a whole number from 1 to 16777216"],
    [{ deadlineMs: Number.NaN }, "options.deadlineMs must be a whole number"],
    [{ replayWindowMs: 59_999 }, "options.replayWindowMs must be a whole number from 60000"],
    [{ maxSeen: Number.POSITIVE_INFINITY }, "options.maxSeen must be a whole number"],
    [{ now: 0 }, "options.now must be a function, not a number."],
  ])("%o is refused", (wrong, message) => {
    expect(refusalOf({ ...right, ...wrong })).toContain(message);
  });

  test("no options are refused", () => {
    expect(refusalOf(undefined)).toContain("the options must be an object, not undefined.");
  });

  test("LEAK-01 a secret of the wrong kind is not shown", () => {
    expect(refusalOf({ ...right, clientSecret: ["canary"] })).not.toContain("canary");
    expect(refusalOf({ ...right, canarySecret: "canary-value" })).not.toContain("canary-value");
  });

  test("whatever is received has an answer", async () => {
    const receiver = createWebhookReceiver(right);
    // @ts-expect-error a body that is missing
    expect(await receiver.receive({ method: "POST" })).toMatchObject({ status: 500 });
  });
});
