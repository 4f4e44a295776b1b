// The packages, or the members in the folders named. They need each other's sources only, not each other's builds:
// all are built at the same time.
import { build } from "tsdown";
import { members } from "./workspace.mjs";

const folders = process.argv.slice(2);
const packages = members(...(folders.length > 0 ? folders : ["packages"]));
console.log(`Building ${packages.map(({ manifest }) => manifest.name).join(", ")} …`);
const results = await Promise.allSettled(
  // Through the interface, for the command line warns of Node 20 at every start.
  packages.map(({ path }) => build({ cwd: path, config: "tsdown.config.ts", logLevel: "warn" })),
);
for (const [index, result] of results.entries()) {
  if (result.status === "rejected") {
    console.error(`${packages[index].manifest.name} was not built:`, result.reason);
  }
}
process.exitCode = results.some(({ status }) => status === "rejected") ? 1 : 0;
