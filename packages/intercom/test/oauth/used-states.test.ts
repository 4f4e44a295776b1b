import { describe, expect, it } from "vitest";
import { createMemoryUsedStates } from "../../src/oauth/used-states.ts";

describe("used states in memory", () => {
  it("are used once, until they expire", async () => {
    let now = 0;
    const states = createMemoryUsedStates(() => now);
    expect(await states.use("a", 10)).toBe(true);
    expect(await states.use("a", 10)).toBe(false);
    now = 9;
    expect(await states.use("a", 10)).toBe(false);
    // Whoever asks refuses a state that has expired, so nobody needs it to be remembered.
    now = 10;
    expect(await states.use("a", 20)).toBe(true);
  });

  it("refuse a new one when they are full, and forget none that is still good", async () => {
    let now = 0;
    const states = createMemoryUsedStates(() => now, 3);
    // Expires last and stands first, in the way of the others.
    await states.use("long", 100);
    await states.use("a", 10);
    await states.use("b", 20);
    await expect(states.use("c", 30)).rejects.toMatchObject({ code: "ERR_RBAC_UNAVAILABLE" });
    expect(await states.use("a", 10)).toBe(false);
    now = 10;
    expect(await states.use("c", 30)).toBe(true);
    await expect(states.use("d", 30)).rejects.toMatchObject({ code: "ERR_RBAC_UNAVAILABLE" });
    expect(await states.use("long", 100)).toBe(false);
  });
});
