import { defineConfig } from "tsdown";

// What is timed is plain JavaScript, file by file as it was written, on the packages' own builds.
export default defineConfig({
  entry: ["src/**/*.ts"],
  format: "esm",
  dts: false,
  unbundle: true,
  fixedExtension: true,
  platform: "node",
  target: "es2022",
  deps: { neverBundle: [/^[^./]/] },
});
