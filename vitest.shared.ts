/** Resolves the workspace's packages to their sources, so that tests never run against a stale build. */
const conditions = ["@intercom-rbac/source", "module", "node", "development|production"];

export const fromSource = {
  resolve: { conditions },
  ssr: { resolve: { conditions } },
};

/** Only a test that hangs may end by the clock: a loaded machine must not fail one that is merely slow. */
export const PATIENCE = { testTimeout: 120_000, hookTimeout: 120_000 };
