import type { Cell } from "@intercom-rbac/core";
import { OptionInvalidError } from "@intercom-rbac/core";
import { kindOf } from "@intercom-rbac/core/internal";
import { isRecord } from "./is-record.ts";

/** Role → permission → cell, as the test wrote it; no name is known to be the policy's yet. */
export type WrittenTable = ReadonlyMap<string, ReadonlyMap<string, Cell>>;

/** The words of `matrix.toJSON()` and the marks of `matrix.toMarkdown()`. */
const CELLS: ReadonlyMap<unknown, Cell> = new Map<unknown, Cell>([
  ["allow", "allow"],
  ["x", "allow"],
  ["conditional", "conditional"],
  ["if", "conditional"],
  ["deny", "deny"],
  ["", "deny"],
]);

function cellOf(value: unknown, place: string): Cell {
  const cell = CELLS.get(value);
  if (cell !== undefined) return cell;
  const given = typeof value === "string" ? JSON.stringify(value) : kindOf(value);
  throw new OptionInvalidError(
    `toMatchMatrix: the cell at ${place} is ${given}. A cell is x or allow, if or conditional, empty or deny.`,
  );
}

function fromObject(table: Readonly<Record<string, unknown>>): WrittenTable {
  return new Map(
    Object.entries(table).map(([role, cells]) => {
      if (!isRecord(cells)) {
        throw new OptionInvalidError(
          `toMatchMatrix: ${JSON.stringify(role)} must lead to an object of permissions and cells, and leads to ${kindOf(cells)}.`,
        );
      }
      const entries = Object.entries(cells).map(
        ([permission, cell]) => [permission, cellOf(cell, `${role}, ${permission}`)] as const,
      );
      return [role, new Map(entries)];
    }),
  );
}

/** `| a | b |` → `["a", "b"]`, whatever the spaces. */
function cellsOf(line: string): readonly string[] {
  if (!/^\|.*\|$/.test(line)) {
    throw new OptionInvalidError(
      `toMatchMatrix: every line of the table starts and ends with "|", and this one does not: ${JSON.stringify(line)}.`,
    );
  }
  return line
    .slice(1, -1)
    .split("|")
    .map((cell) => cell.trim());
}

function requireDistinct(names: readonly string[], kind: "role" | "permission"): void {
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice === undefined) return;
  throw new OptionInvalidError(
    `toMatchMatrix: the table has two lines or columns for the ${kind} ${JSON.stringify(twice)}.`,
  );
}

function fromMarkdown(text: string): WrittenTable {
  const lines = text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .map(cellsOf);
  const [[, ...roles] = [], ruler = [], ...rows] = lines;
  if (roles.length === 0 || !ruler.every((cell) => /^:?-+:?$/.test(cell))) {
    throw new OptionInvalidError(
      "toMatchMatrix: the table must start with | permission | <role> | … | and a line of | --- |.",
    );
  }
  for (const row of rows) {
    if (row.length === roles.length + 1) continue;
    throw new OptionInvalidError(
      `toMatchMatrix: the line of ${JSON.stringify(row[0])} has ${row.length - 1} cells for ${roles.length} roles.`,
    );
  }
  requireDistinct(roles, "role");
  const permissions = rows.map(([permission = ""]) => permission);
  requireDistinct(permissions, "permission");
  return new Map(
    roles.map((role, column) => [
      role,
      new Map(
        rows.map(([permission = "", ...cells]) => [
          permission,
          cellOf(cells[column], `${role}, ${permission}`),
        ]),
      ),
    ]),
  );
}

/** Throws `ERR_RBAC_OPTION_INVALID` for anything that is no table. */
export function readMatrixTable(table: unknown): WrittenTable {
  if (typeof table === "string") return fromMarkdown(table);
  if (isRecord(table)) return fromObject(table);
  throw new OptionInvalidError(
    `toMatchMatrix takes the table as Markdown or as an object, and was given ${kindOf(table)}.`,
  );
}
