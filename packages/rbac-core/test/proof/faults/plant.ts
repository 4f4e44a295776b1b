import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Core } from "../core-under-test.ts";
import type { Fault } from "./faults.ts";

const PACKAGE = fileURLToPath(new URL("../../../", import.meta.url));

/** A copy of the sources beside the originals, so that its dependencies resolve as theirs do. */
export interface PlantedCore {
  readonly core: Core;
  remove(): void;
}

/** Loads the core with the fault in it, or as it is. Throws when a search text does not occur exactly once. */
export async function plant(fault: Fault | undefined): Promise<PlantedCore> {
  const folder = mkdtempSync(join(PACKAGE, ".faults-"));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  try {
    cpSync(join(PACKAGE, "src"), join(folder, "src"), { recursive: true });
    if (fault !== undefined) spoil(join(folder, "src", fault.file), fault);
    const entry = pathToFileURL(join(folder, "src", "index.ts")).href;
    const core: Core = await import(/* @vite-ignore */ entry);
    return { core, remove };
  } catch (error) {
    remove();
    throw error;
  }
}

function spoil(file: string, { name, edits }: Fault): void {
  let text = readFileSync(file, "utf8");
  for (const { search, replace } of edits) {
    const found = text.split(search).length - 1;
    if (found !== 1) {
      throw new Error(`${name}: the search text occurs ${found} times in ${file}:\n${search}`);
    }
    text = text.replace(search, () => replace);
  }
  writeFileSync(file, text);
}
