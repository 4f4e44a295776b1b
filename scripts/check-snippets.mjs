// Type-checks every TypeScript snippet of the documentation, and runs those that say so.
import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { bin, root, run } from "./run.mjs";
import { snippets } from "./snippets.mjs";
import { members } from "./workspace.mjs";

const place = join(root, "docs", ".snippets");
const condition = "--conditions=@intercom-rbac/source";

function markdownBelow(directory) {
  return readdirSync(directory, { withFileTypes: true }).flatMap((entry) => {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) {
      return ["node_modules", ".snippets"].includes(entry.name) ? [] : markdownBelow(path);
    }
    return entry.name.endsWith(".md") ? [path] : [];
  });
}

const readmes = members("packages").map(({ path }) => join(path, "README.md"));
const pages = [join(root, "README.md"), ...readmes, ...markdownBelow(join(root, "docs"))];
const found = pages.flatMap((page) => {
  const from = relative(root, page);
  const folder = join(place, from.replace(/\.md$/, "").replaceAll(/[^\w]+/g, "-"));
  return snippets(readFileSync(page, "utf8")).map((snippet) => ({
    ...snippet,
    from: `${from}:${snippet.line}`,
    path: join(folder, snippet.file),
  }));
});

rmSync(place, { recursive: true, force: true });
for (const { path, code } of found) {
  mkdirSync(dirname(path), { recursive: true });
  // A snippet without an import is a module too: its names are its own.
  writeFileSync(path, /^(?:import|export)\b/m.test(code) ? code : `${code}export {};\n`);
}
const tsconfig = join(place, "tsconfig.json");
writeFileSync(
  tsconfig,
  JSON.stringify({
    extends: "../../tsconfig.base.json",
    // Readers meet expressions whose value nobody uses, and names that the next snippet uses.
    compilerOptions: { skipLibCheck: true, noUnusedLocals: false, noUnusedParameters: false },
    include: ["**/*.ts"],
  }),
);

const problems = [];
if ((await run(bin("tsc"), ["-p", tsconfig])) !== 0) problems.push("the type-check, see above");
for (const { from, path, runs, prints } of found) {
  if (!runs) continue;
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["--import", "tsx", condition, path],
    {
      cwd: root,
      encoding: "utf8",
    },
  );
  if (status !== 0) problems.push(`${from} exits ${status}: ${stderr}`);
  else if (prints !== undefined && stdout !== prints) {
    problems.push(`${from} prints\n${stdout}and the page says\n${prints}`);
  }
}

const executed = found.filter(({ runs }) => runs).length;
console.log(`${found.length} snippets of ${pages.length} pages type-checked, ${executed} run.`);
for (const problem of problems) console.error(`Snippet check failed: ${problem}`);
if (problems.length === 0) rmSync(place, { recursive: true, force: true });
process.exitCode = problems.length === 0 && found.length > 0 ? 0 : 1;
