import { defineConfig } from "vitest/config";
import { fromSource, PATIENCE } from "../../vitest.shared.ts";

/** For Stryker, which runs the suite once a mutant: without the tests of size and of other engines. */
export default defineConfig({
  ...fromSource,
  test: {
    ...PATIENCE,
    name: "core-mutation",
    include: ["test/**/*.test.ts"],
    exclude: [
      "test/proof/casbin.differential.test.ts",
      "test/proof/planted-faults.test.ts",
      "test/definition/inheritance.test.ts",
      "test/definition/parse-policy.test.ts",
      "test/definition/define-policy.test.ts",
      "test/intercom/**",
      "test/errors/**",
    ],
  },
});
