import { posix } from "node:path";
import { parseSync } from "oxc-parser";

export interface Import {
  /** What stands between the quotes; `undefined` when it is computed at run time. */
  readonly specifier: string | undefined;
  /** Gone after compilation: `import type`, `export type … from`, `import("…").Name` in a type. */
  readonly erased: boolean;
}

/** Every way a file names another module, found in its syntax tree; comments and strings are none. */
export function importsOf(path: string, text: string): Import[] {
  const { program, errors } = parseSync(path, text);
  if (errors.length > 0) throw new Error(`${path}: ${errors[0]?.message}`);
  const found: Import[] = [];
  visit(program, (node) => {
    const target = moduleNamedBy(node);
    if (target === undefined) return;
    found.push({
      specifier: typeof target["value"] === "string" ? target["value"] : undefined,
      erased:
        node["importKind"] === "type" ||
        node["exportKind"] === "type" ||
        node["type"] === "TSImportType",
    });
  });
  return found;
}

/** Whether a specifier leads to a file beside the importing one, rather than to a package. */
export function isRelative(specifier: string): boolean {
  return /^\.\.?(\/|$)/.test(specifier);
}

/** Path from the root of the file that a relative specifier leads to. */
export function resolveRelative(from: string, specifier: string): string {
  return posix.normalize(posix.join(posix.dirname(from), specifier));
}

/** `@scope/name` or `name`, without the entry after it. */
export function packageOf(specifier: string): string {
  return specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
}

type Node = Readonly<Record<string, unknown>>;

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null;
}

function visit(value: unknown, callback: (node: Node) => void): void {
  if (Array.isArray(value)) {
    for (const element of value) visit(element, callback);
  } else if (isNode(value)) {
    if (typeof value["type"] === "string") callback(value);
    for (const child of Object.values(value)) visit(child, callback);
  }
}

function moduleNamedBy(node: Node): Node | undefined {
  switch (node["type"]) {
    case "ImportDeclaration":
    case "ImportExpression":
    case "ExportAllDeclaration":
    case "ExportNamedDeclaration":
    case "TSImportType":
      return isNode(node["source"]) ? node["source"] : undefined;
    case "TSExternalModuleReference":
      return isNode(node["expression"]) ? node["expression"] : undefined;
    case "CallExpression": {
      const { callee, arguments: passed } = node;
      const named =
        isNode(callee) && callee["type"] === "Identifier" && callee["name"] === "require";
      const first: unknown = Array.isArray(passed) ? passed[0] : undefined;
      return named && isNode(first) ? first : undefined;
    }
    default:
      return undefined;
  }
}
