import { readFileSync } from "node:fs";
import { defineConfig } from "tsdown";
import { packageBuild } from "../../tsdown.shared.ts";

const licence = readFileSync(
  new URL("node_modules/@noble/hashes/LICENSE", import.meta.url),
  "utf8",
);
const notice = `/*!\n@noble/hashes, of which SHA-256 is below\n\n${licence.trim()}\n*/`;

export default defineConfig(
  packageBuild({
    entry: ["src/index.ts", "src/snapshot.ts", "src/internal.ts"],
    platform: "neutral",
    sharedBy: "snapshot/read-snapshot",
    // Of the library only SHA-256 is needed, and its entries load node:crypto for what is not.
    copied: [{ name: /@noble\/hashes/, notice }],
  }),
);
