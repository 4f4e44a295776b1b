import { afterEach, beforeEach } from "vitest";

/** Collects the process warnings of each test of the file that calls it. Node emits them a moment later. */
export function collectWarnings(): readonly Error[] {
  const warnings: Error[] = [];
  const listen = (warning: Error): void => {
    warnings.push(warning);
  };
  beforeEach(() => {
    warnings.length = 0;
    process.on("warning", listen);
  });
  afterEach(() => {
    process.off("warning", listen);
  });
  return warnings;
}
