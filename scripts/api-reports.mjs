// The public types of every entry as text, so that a change of the contract is seen in review.
// Compares packages/*/etc with what is built; --update rewrites them.
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { Extractor, ExtractorConfig, ExtractorLogLevel } from "@microsoft/api-extractor";
import { capture, root } from "./run.mjs";
import { members, readJson } from "./workspace.mjs";

// Shared between our own packages, and no part of the contract.
const excluded = new Set(["./internal"]);

/** Every public entry that is code: `{ title, declarations, report, path, manifest }`. */
function entries() {
  return members("packages").flatMap(({ manifest, path }) =>
    Object.entries(manifest.exports)
      .filter(([entry, target]) => typeof target === "object" && !excluded.has(entry))
      .map(([entry, target]) => ({
        title: `${manifest.name}${entry.slice(1)}`,
        declarations: join(path, target.import.types),
        report: `${[basename(manifest.name), ...entry.split("/").slice(1)].join("-")}.api.md`,
        path,
      })),
  );
}

/** Writes one entry's report into `folder`; returns what the extractor complains of. */
function extract({ declarations, report, path }, folder) {
  const complaints = [];
  const temporary = mkdtempSync(join(tmpdir(), "intercom-rbac-api-"));
  const config = ExtractorConfig.prepare({
    configObjectFullPath: undefined,
    packageJsonFullPath: join(path, "package.json"),
    configObject: {
      projectFolder: path,
      mainEntryPointFilePath: declarations,
      compiler: {
        overrideTsconfig: {
          compilerOptions: {
            module: "nodenext",
            target: "es2022",
            lib: ["es2023"],
            // As its own sources are compiled: with Node's globals, or without.
            types: readJson(join(path, "tsconfig.json")).compilerOptions.types,
            skipLibCheck: true,
          },
          files: [declarations],
        },
      },
      apiReport: {
        enabled: true,
        reportFileName: report,
        reportFolder: folder,
        reportTempFolder: temporary,
      },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      newlineKind: "lf",
      messages: {
        compilerMessageReporting: { default: { logLevel: ExtractorLogLevel.Error } },
        extractorMessageReporting: {
          default: { logLevel: ExtractorLogLevel.Warning, addToApiReportFile: true },
          // All that an entry exports is public, and what it does not export stays in the report where it is used.
          "ae-missing-release-tag": { logLevel: ExtractorLogLevel.None },
          "ae-undocumented": { logLevel: ExtractorLogLevel.None },
        },
        tsdocMessageReporting: { default: { logLevel: ExtractorLogLevel.None } },
      },
    },
  });
  Extractor.invoke(config, {
    localBuild: true,
    messageCallback(message) {
      message.handled = true;
      if (message.logLevel === ExtractorLogLevel.Error) complaints.push(message.text);
    },
  });
  rmSync(temporary, { recursive: true, force: true });
  return complaints;
}

const updates = process.argv.includes("--update");
const drafts = mkdtempSync(join(tmpdir(), "intercom-rbac-reports-"));
let failed = 0;
function fail(text) {
  console.error(`API report failed: ${text}`);
  failed += 1;
}

try {
  const expected = new Map(members("packages").map(({ path }) => [join(path, "etc"), new Set()]));
  for (const entry of entries()) {
    const { title, declarations, report, path } = entry;
    const folder = join(path, "etc");
    expected.get(folder).add(report);
    if (!existsSync(declarations)) {
      fail(`${title} is not built: npm run build`);
      continue;
    }
    const current = join(folder, report);
    if (updates) mkdirSync(folder, { recursive: true });
    for (const complaint of extract(entry, updates ? folder : drafts))
      fail(`${title}: ${complaint}`);
    if (updates) continue;
    const draft = join(drafts, report);
    if (existsSync(current) && readFileSync(current, "utf8") === readFileSync(draft, "utf8")) {
      console.log(`${title}: as in ${report}`);
      continue;
    }
    const before = existsSync(current) ? current : "/dev/null";
    const { stdout } = await capture("git", ["diff", "--no-index", before, draft]);
    fail(`${title} is not as ${report} says. If that is meant: npm run api:update\n${stdout}`);
  }
  for (const [folder, reports] of expected) {
    for (const file of existsSync(folder) ? readdirSync(folder) : []) {
      if (!reports.has(file)) fail(`${join(folder, file).slice(root.length)} is of no entry`);
    }
  }
} finally {
  rmSync(drafts, { recursive: true, force: true });
}
process.exitCode = failed === 0 ? 0 : 1;
