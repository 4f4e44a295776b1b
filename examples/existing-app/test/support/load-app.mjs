import { createRequire } from "node:module";
import { join, sep } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../..", import.meta.url));
const require = createRequire(join(root, "package.json"));

/** Requires a module as the apps do, from their folder: our packages come from their builds. */
export function required(specifier) {
  try {
    return require(specifier);
  } catch (error) {
    if (!/Cannot find module '\S*(?:@intercom-rbac|dist)\b/.test(String(error))) throw error;
    throw new Error("The apps need the built packages: `npm run build` at the root makes them.", {
      cause: error,
    });
  }
}

/** `before` or `after` as a process finds it that has just started: nobody logged in, the data untouched. */
export function loadApp(which) {
  const kept = [join(root, which) + sep, `${sep}node_modules${sep}passport${sep}`];
  for (const file of Object.keys(require.cache)) {
    if (kept.some((part) => file.includes(part))) delete require.cache[file];
  }
  return required(`./${which}/app.js`);
}
