import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { closingLine, sum, tallyVitest } from "../scripts/tally.mjs";

describe("the closing line of npm test", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "tally-"));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  function report(counts: object, testResults: object[] = []): string {
    const path = join(folder, "vitest.json");
    const zero = { numPassedTests: 0, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0 };
    writeFileSync(path, JSON.stringify({ ...zero, numTotalTests: 9, ...counts, testResults }));
    return path;
  }

  it("counts what vitest reports", () => {
    const path = report({ numPassedTests: 7, numFailedTests: 1, numPendingTests: 1 });
    expect(tallyVitest(path, 1)).toEqual({ passed: 7, failed: 1, skipped: 1 });
  });

  it("counts a file that could not be loaded", () => {
    const path = report({ numPassedTests: 7 }, [{ status: "failed", assertionResults: [] }]);
    expect(tallyVitest(path, 1)).toEqual({ passed: 7, failed: 1, skipped: 0 });
  });

  it("counts a file's failed test once", () => {
    const failed = { status: "failed", assertionResults: [{ status: "failed" }] };
    const path = report({ numPassedTests: 7, numFailedTests: 1 }, [failed]);
    expect(tallyVitest(path, 1)).toEqual({ passed: 7, failed: 1, skipped: 0 });
  });

  it("never calls a run good that failed as a whole, ran nothing, or left no report", () => {
    expect(tallyVitest(report({ numPassedTests: 9 }), 1).failed).toBe(1);
    expect(tallyVitest(report({ numTotalTests: 0 }), 0).failed).toBe(1);
    expect(tallyVitest(join(folder, "absent.json"), 0).failed).toBe(1);
  });

  it("adds up, and names skipped tests only when there are any", () => {
    const total = sum([
      { passed: 7, failed: 1, skipped: 0 },
      { passed: 5, failed: 0, skipped: 2 },
    ]);
    expect(closingLine(total)).toBe("12 passed, 1 failed, 2 skipped");
    expect(closingLine({ passed: 3, failed: 0, skipped: 0 })).toBe("3 passed, 0 failed");
  });
});
