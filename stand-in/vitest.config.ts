import { defineConfig } from "vitest/config";
import { fromSource, PATIENCE } from "../vitest.shared.ts";

export default defineConfig({
  ...fromSource,
  test: {
    ...PATIENCE,
    name: "stand-in",
    include: ["test/**/*.test.ts"],
    expect: { poll: { timeout: PATIENCE.testTimeout } },
  },
});
