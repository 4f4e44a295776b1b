import { defineConfig } from "vitest/config";
import { fromSource } from "../../vitest.shared.ts";

export default defineConfig({
  ...fromSource,
  test: { name: "quickstart", include: ["**/*.test.ts"] },
});
