import { defineConfig } from "vitest/config";
import { fromSource } from "../../vitest.shared.ts";

export default defineConfig({
  ...fromSource,
  test: { name: "support-desk", include: ["**/*.test.ts"], testTimeout: 30_000 },
});
