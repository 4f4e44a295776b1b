import { expect, it } from "vitest";
import { createSteadyClock } from "../../src/directory/steady-clock.ts";

/** Two clocks to set, and the one that is made of them. */
function clocks() {
  let wall = 1_767_614_400_000;
  let steady = 5000;
  const now = createSteadyClock(
    () => wall,
    () => steady,
  );
  return (wallMs: number, steadyMs: number) => {
    wall += wallMs;
    steady += steadyMs;
    return now();
  };
}

it("begins at 0 and goes on as both do", () => {
  const after = clocks();
  expect([after(0, 0), after(10, 10), after(0, 0), after(5, 5)]).toEqual([0, 10, 10, 15]);
});

it("goes on while the wall clock is set back, time and again", () => {
  const after = clocks();
  expect(after(600_000, 600_000)).toBe(600_000);
  expect(after(-500_000, 0)).toBe(600_000);
  expect(after(1000, 1000)).toBe(601_000);
  expect(after(-3_600_000, 1000)).toBe(602_000);
});

it("counts the sleep of a machine whose other clock stood still, after a setting back as well", () => {
  const after = clocks();
  expect(after(900_000, 10)).toBe(900_000);
  expect(after(-500_000, 0)).toBe(900_000);
  expect(after(900_000, 10)).toBe(1_800_000);
});

it("counts a setting forward, and never goes back from there", () => {
  const after = clocks();
  expect(after(3_600_000, 10)).toBe(3_600_000);
  expect(after(-3_600_000, 10)).toBe(3_600_000);
  expect(after(10, 10)).toBe(3_600_010);
});

it("is of real clocks unless told", () => {
  const now = createSteadyClock();
  const [first, second] = [now(), now()];
  expect(first).toBeLessThan(1000);
  expect(second).toBeGreaterThanOrEqual(first);
});
