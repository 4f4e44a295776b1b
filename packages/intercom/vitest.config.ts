import { defineConfig } from "vitest/config";
import { fromSource, PATIENCE } from "../../vitest.shared.ts";

export default defineConfig({
  ...fromSource,
  test: { ...PATIENCE, name: "intercom", include: ["test/**/*.test.ts"] },
});
