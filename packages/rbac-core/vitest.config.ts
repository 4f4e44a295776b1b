import { defineConfig } from "vitest/config";
import { fromSource } from "../../vitest.shared.ts";

export default defineConfig({
  ...fromSource,
  test: { name: "core", include: ["test/**/*.test.ts"] },
});
