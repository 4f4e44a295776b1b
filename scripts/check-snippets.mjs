// Type-checks every TypeScript snippet of the documentation, and runs those that say so.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { dirname, join, relative } from "node:path";
import { bin, capture, root, run } from "./run.mjs";
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
/** In a page whose imports declare things for the whole program, which the other pages must not see. */
const APART = "<!-- snippets compiled apart";
const apart = [];
const found = pages.flatMap((page) => {
  const from = relative(root, page);
  const name = from.replace(/\.md$/, "").replaceAll(/[^\w]+/g, "-");
  const text = readFileSync(page, "utf8");
  if (text.includes(APART)) apart.push(name);
  return snippets(text).map((snippet) => ({
    ...snippet,
    from: `${from}:${snippet.line}`,
    path: join(place, name, snippet.file),
  }));
});

rmSync(place, { recursive: true, force: true });
for (const { path, code } of found) {
  mkdirSync(dirname(path), { recursive: true });
  // A snippet without an import is a module too: its names are its own.
  writeFileSync(path, /^(?:import|export)\b/m.test(code) ? code : `${code}export {};\n`);
}
function writeProgram(name, files) {
  const tsconfig = join(place, `tsconfig.${name}.json`);
  writeFileSync(
    tsconfig,
    JSON.stringify({
      extends: "../../tsconfig.base.json",
      // Readers meet expressions whose value nobody uses, and names that the next snippet uses.
      compilerOptions: { skipLibCheck: true, noUnusedLocals: false, noUnusedParameters: false },
      ...files,
    }),
  );
  return tsconfig;
}
const refused = found.filter((snippet) => snippet.refused);
const elsewhere = refused.map(({ path }) => relative(place, path).replaceAll("\\", "/"));
const programs = [
  writeProgram("together", { include: ["**/*.ts"], exclude: [...apart, ...elsewhere] }),
  ...apart.map((name) => writeProgram(name, { include: [`${name}/*.ts`], exclude: elsewhere })),
];

const problems = [];
for (const program of programs) {
  if ((await run(bin("tsc"), ["-p", program])) !== 0) problems.push("the type-check, see above");
}
for (const [at, { from, path, prints }] of refused.entries()) {
  const program = writeProgram(`refused-${at}`, { files: [path] });
  const { stdout } = await capture(bin("tsc"), ["--pretty", "false", "-p", program], {
    cwd: dirname(path),
  });
  if (stdout !== prints)
    problems.push(`${from} is refused with\n${stdout}and the page says\n${prints}`);
}
const waiting = found.filter(({ runs }) => runs);
const executed = waiting.length;

/** Takes one snippet after the other, beside as many others as there are processors. */
async function runWaiting() {
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const { from, path, prints } = next;
    const args = ["--import", "tsx", condition, path];
    const { code, stdout, output } = await capture(process.execPath, args);
    if (code !== 0) problems.push(`${from} exits ${code}: ${output}`);
    else if (prints !== undefined && stdout !== prints) {
      problems.push(`${from} prints\n${stdout}and the page says\n${prints}`);
    }
  }
}
await Promise.all(Array.from({ length: availableParallelism() }, runWaiting));

console.log(`${found.length} snippets of ${pages.length} pages type-checked, ${executed} run.`);
for (const problem of problems) console.error(`Snippet check failed: ${problem}`);
if (problems.length === 0) rmSync(place, { recursive: true, force: true });
process.exitCode = problems.length === 0 && found.length > 0 ? 0 : 1;
