import { describe, expect } from "vitest";
import { findOperation } from "../src/find-operation.ts";
import { operations } from "../src/operations.ts";
import { sdkCalls } from "./support/sdk-calls.ts";
import { test } from "./support/test.ts";

describe("the SDK reaches every operation", () => {
  test("covers every listed operation", () => {
    expect(Object.keys(sdkCalls)).toEqual(operations.map(({ sdk }) => sdk));
    expect(new Set(operations.map(({ method, path }) => `${method} ${path}`)).size).toBe(
      operations.length,
    );
  });

  test.for(operations)("$sdk is $method $path", async (operation, { standIn, client }) => {
    await sdkCalls[operation.sdk]?.(client);
    const last = standIn.requests.at(-1);
    expect(last?.status).toBe(operation.sdk === "events.create" ? 202 : 200);
    const found = findOperation(operations, last?.method ?? "", last?.path ?? "");
    expect(found?.operation.sdk).toBe(operation.sdk);
  });
});
