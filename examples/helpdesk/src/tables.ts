import type { RoleDirectory } from "@intercom-rbac/core";
import type { Workspace } from "@intercom-rbac/stand-in";
import type { Visit } from "./demo.ts";
import { people } from "./expected.ts";
import { policy } from "./policy.ts";

/** Columns of text, two spaces apart. */
function columns(lines: readonly (readonly string[])[]): string {
  const widths = (lines[0] ?? []).map((_cell, column) =>
    Math.max(...lines.map((line) => line[column]?.length ?? 0)),
  );
  const text = lines.map((line) =>
    line
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
  return `${text.join("\n")}\n`;
}

/** Every teammate: the role in Intercom, the roles here, and how much they allow. */
export async function peopleTable(workspace: Workspace, directory: RoleDirectory): Promise<string> {
  const lines = [["teammate", "role in Intercom", "roles here", "may always", "may on some rows"]];
  for (const { id, name, role } of workspace.admins) {
    const principal = await directory.principal(id);
    const held = principal === null ? [] : policy.permissionsOf(principal);
    const count = (when: string) => String(held.filter((one) => one.when === when).length);
    lines.push([
      name,
      role?.name ?? "none",
      principal?.roles.join(", ") || "none",
      count("always"),
      count("conditional"),
    ]);
  }
  return columns(lines);
}

/** A line a request, a column a teammate. */
export function visitsTable(visits: readonly Visit[]): string {
  const requests = [...new Set(visits.map(({ request }) => request))];
  const answerTo = (request: string, person: string) =>
    visits.find((visit) => visit.request === request && visit.as === person)?.answer ?? "";
  return columns([
    ["", ...people],
    ...requests.map((request) => [request, ...people.map((person) => answerTo(request, person))]),
  ]);
}
