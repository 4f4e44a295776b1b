import { defineConfig } from "vitest/config";
import { fromSource, PATIENCE } from "./vitest.shared.ts";

export default defineConfig({
  test: {
    projects: [
      "packages/*/vitest.config.ts",
      "packages/express-adapter/vitest.express*.config.ts",
      "examples/*/vitest.config.{ts,mjs}",
      "stand-in/vitest.config.ts",
      "bench/vitest.config.ts",
      { ...fromSource, test: { ...PATIENCE, name: "house", include: ["test/**/*.test.ts"] } },
    ],
    coverage: { provider: "v8", include: ["packages/*/src/**/*.ts"], reporter: ["text", "html"] },
  },
});
