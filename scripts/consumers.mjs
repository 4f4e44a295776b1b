// The projects that install our tarballs, as people's projects do.
import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./run.mjs";

const templates = join(root, "test", "consumers");

const typescript = {
  typescript: "7.0.2",
  // The oldest that the README promises; the newest does the compiling.
  "typescript-oldest": "npm:typescript@5.4.5",
  "@types/node": "20.19.43",
};
const expresses = [
  { express: "4.22.3", types: "4.17.25" },
  { express: "5.3.0", types: "5.0.6" },
];

const languagesAndFormats = ["javascript", "typescript"].flatMap((language) =>
  ["commonjs", "esm"].map((format) => ({ language, format })),
);

/**
 * Every language, module format and Express: `{ name, title, manifest, files, compile, app }`. `files` maps a place in
 * the project to a template; `app` is what node loads.
 */
export function appProjects() {
  return languagesAndFormats.flatMap(({ language, format }) =>
    expresses.map((versions) =>
      project({
        name: `${language}-${format}-express-${versions.express.split(".")[0]}`,
        language,
        format,
        versions,
        templates: "app",
      }),
    ),
  );
}

/** Every language and module format with the Intercom side, as `appProjects` has them. */
export function deskProjects() {
  return languagesAndFormats.map(({ language, format }) =>
    project({
      name: `${language}-${format}-intercom`,
      language,
      format,
      versions: expresses.at(-1),
      templates: "desk",
      dependencies: { "@intercom-rbac/intercom": "*" },
    }),
  );
}

function project({ name, language, format, versions, templates, dependencies = {} }) {
  const isTyped = language === "typescript";
  const template = isTyped ? "app.ts" : format === "esm" ? "app.mjs" : "app.cjs";
  const { express, types } = versions;
  return {
    name,
    title: `${language} ${format}`,
    manifest: {
      type: format === "esm" ? "module" : "commonjs",
      dependencies: {
        "@intercom-rbac/core": "*",
        "@intercom-rbac/express": "*",
        ...dependencies,
        express,
      },
      devDependencies: isTyped ? { ...typescript, "@types/express": types } : {},
    },
    files: {
      [isTyped ? "src/app.ts" : "app.js"]: `${templates}/${template}`,
      ...(isTyped && { "tsconfig.json": "app/tsconfig.json" }),
      "visit.mjs": `${templates}/visit.mjs`,
    },
    compile: isTyped,
    app: isTyped ? "dist/app.js" : "app.js",
  };
}

/** A Jest suite in CommonJS. */
export function jestProject() {
  return {
    name: "jest",
    manifest: {
      type: "commonjs",
      dependencies: {
        "@intercom-rbac/core": "*",
        "@intercom-rbac/express": "*",
        express: "4.22.3",
      },
      devDependencies: { "@intercom-rbac/testing": "*", jest: "30.5.2", supertest: "7.3.2" },
      jest: { testEnvironment: "node", testMatch: ["**/*.test.cjs"] },
    },
    files: { "app.test.cjs": "jest/app.test.cjs" },
  };
}

/** Writes projects as one pnpm workspace, in which our packages are the tarballs and nothing else. */
export function writeWorkspace(folder, projects, packages) {
  for (const { name, manifest, files } of projects) {
    writeJson(join(folder, name, "package.json"), { name, private: true, ...manifest });
    for (const [place, template] of Object.entries(files)) {
      const path = join(folder, name, place);
      mkdirSync(join(path, ".."), { recursive: true });
      copyFileSync(join(templates, template), path);
    }
  }
  writeJson(join(folder, "package.json"), { name: "consumers", private: true });
  // JSON is YAML.
  writeJson(join(folder, "pnpm-workspace.yaml"), {
    packages: projects.map(({ name }) => name),
    overrides: Object.fromEntries(packages.map(({ name, tarball }) => [name, `file:${tarball}`])),
    minimumReleaseAge: 1440,
    // Nothing these projects install may run a script, and none has to.
    strictDepBuilds: false,
  });
}

function writeJson(path, value) {
  mkdirSync(join(path, ".."), { recursive: true });
  writeFileSync(path, `${JSON.stringify(value, null, 2)}\n`);
}
