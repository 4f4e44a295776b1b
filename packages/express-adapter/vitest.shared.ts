import { fileURLToPath } from "node:url";
import type { ViteUserConfig } from "vitest/config";
import { fromSource, PATIENCE } from "../../vitest.shared.ts";

/**
 * This suite on one of the Expresses that the package supports. The tests import `express`; which one that is, is
 * said here and asserted by `test/which-express.test.ts`.
 *
 * @param name of the vitest project
 * @param installed the name under which package.json installs it
 */
export function suiteOn(name: string, installed: string): ViteUserConfig {
  const replacement = fileURLToPath(new URL(`node_modules/${installed}`, import.meta.url));
  return {
    resolve: { ...fromSource.resolve, alias: [{ find: /^express$/, replacement }] },
    ssr: fromSource.ssr,
    test: {
      ...PATIENCE,
      name,
      include: ["test/**/*.test.ts"],
      env: { EXPRESS_UNDER_TEST: installed },
    },
  };
}
