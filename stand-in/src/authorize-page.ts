import type { Workspace } from "./workspace.ts";

/** The page on which a teammate approves the app: a link for each, and one to decline. */
export function authorizePage(workspaces: readonly Workspace[], query: URLSearchParams): string {
  const link = (choice: Record<string, string>, text: string): string => {
    const target = new URLSearchParams(query);
    for (const [name, value] of Object.entries(choice)) target.set(name, value);
    return `<a href="/oauth?${escapeHtml(target.toString())}">${escapeHtml(text)}</a>`;
  };
  const lists = workspaces.map((workspace) => {
    const items = workspace.admins.map((admin) => {
      const choice = { approve_as: admin.id, workspace: workspace.id_code };
      return `<li>${link(choice, admin.name)}: ${escapeHtml(admin.role?.name ?? "no role")}</li>`;
    });
    return `<h2>${escapeHtml(workspace.name)} (${workspace.region})</h2><ul>${items.join("")}</ul>`;
  });
  return [
    '<!doctype html><html lang="en"><head><meta charset="utf-8">',
    "<title>Stand-in for Intercom: authorize access</title></head><body>",
    "<h1>Authorize access</h1>",
    "<p>This is not Intercom but a stand-in on this machine. Who are you?</p>",
    ...lists,
    `<p>${link({ decline: "1" }, "Decline")}</p></body></html>`,
  ].join("\n");
}

function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
