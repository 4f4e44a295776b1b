import { defineConfig } from "vitest/config";
import { fromSource, PATIENCE } from "../../vitest.shared.ts";

export default defineConfig({
  ...fromSource,
  test: { ...PATIENCE, name: "helpdesk", include: ["**/*.test.ts"] },
});
