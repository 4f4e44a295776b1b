import type { TenantDefinition } from "@intercom-rbac/core";

/** Says of a row which workspace it is of, on a copy; whatever the row itself says of it. */
export type MarkRow = <Row extends object>(row: Row) => Row;

function own(holder: object, name: string): unknown {
  return Object.hasOwn(holder, name) ? Reflect.get(holder, name) : undefined;
}

function marked<Row extends object>(row: Row, path: readonly string[], workspaceId: string): Row {
  const [name = "", ...rest] = path;
  if (rest.length === 0) return { ...row, [name]: workspaceId };
  const value = own(row, name);
  const inner = typeof value === "object" && value !== null ? value : {};
  return { ...row, [name]: marked(inner, rest, workspaceId) };
}

/**
 * Intercom's rows are of the workspace whose token read them. A policy with a tenant rule wants to see it on the row;
 * what a row says there is a customer's word, such as a custom attribute, and does not count.
 */
export function createMarkRow(tenant: TenantDefinition, workspaceId: string): MarkRow {
  const path = tenant.row.split(".");
  return (row) => marked(row, path, workspaceId);
}
