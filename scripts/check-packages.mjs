// Looks at the tarballs rather than at the folders, since that is what people install.
import { packed } from "./packed.mjs";
import { bin, capture } from "./run.mjs";

const tools = [
  { tool: "publint", args: (tarball) => ["run", tarball, "--strict"] },
  { tool: "attw", args: (tarball) => [tarball, "--profile", "node16", "--no-color"] },
];

async function check({ name, tarball }, { tool, args }) {
  const { code, output } = await capture(bin(tool), args(tarball));
  console.log(`${name}: ${tool} ${code === 0 ? "finds nothing" : `exits ${code}\n${output}`}`);
  return code === 0;
}

const packages = await packed();
// The tools side by side, the packages one after the other: as many processes as a small machine has cores.
const results = await Promise.all(
  tools.map(async (tool) => {
    let passed = true;
    for (const entry of packages) passed = (await check(entry, tool)) && passed;
    return passed;
  }),
);
process.exitCode = results.every(Boolean) ? 0 : 1;
