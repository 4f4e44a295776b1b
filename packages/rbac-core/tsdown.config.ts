import { defineConfig } from "tsdown";
import { packageBuild } from "../../tsdown.shared.ts";

export default defineConfig(
  packageBuild({
    entry: ["src/index.ts", "src/snapshot.ts", "src/internal.ts"],
    platform: "neutral",
    sharedBy: "snapshot/read-snapshot",
  }),
);
