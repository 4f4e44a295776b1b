import { defineConfig } from "vitest/config";

// Without the source condition of the other projects: the apps are CommonJS and require the packages as they are built.
// Only a test that hangs may end by the clock.
export default defineConfig({
  test: {
    name: "existing-app",
    include: ["test/**/*.test.mjs"],
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
