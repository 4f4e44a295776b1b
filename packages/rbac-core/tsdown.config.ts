import { defineConfig } from "tsdown";

export default defineConfig({
  entry: ["src/index.ts", "src/snapshot.ts", "src/internal.ts"],
  format: ["esm", "cjs"],
  dts: true,
  unbundle: true,
  fixedExtension: true,
  platform: "neutral",
  target: "es2022",
});
