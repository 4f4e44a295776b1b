/** Resolves the workspace's packages to their sources, so that tests never run against a stale build. */
const conditions = ["@intercom-rbac/source", "module", "node", "development|production"];

export const fromSource = {
  resolve: { conditions },
  ssr: { resolve: { conditions } },
};
