import { defineConfig } from "tsdown";

export default defineConfig({
  entry: ["src/index.ts", "src/vitest.ts"],
  format: ["esm", "cjs"],
  dts: true,
  unbundle: true,
  fixedExtension: true,
  platform: "node",
  target: "es2022",
});
