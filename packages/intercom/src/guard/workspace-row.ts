import type { TenantDefinition } from "@intercom-rbac/core";

/** Says of a row which workspace it is of, where the row does not say so itself. */
export type MarkRow = <Row extends object>(row: Row) => Row;

function own(holder: object, name: string): unknown {
  return Object.hasOwn(holder, name) ? Reflect.get(holder, name) : undefined;
}

function marked<Row extends object>(row: Row, path: readonly string[], workspaceId: string): Row {
  const [name = "", ...rest] = path;
  const value = own(row, name);
  if (rest.length === 0) {
    return value === undefined || value === null ? { ...row, [name]: workspaceId } : row;
  }
  const inner = typeof value === "object" && value !== null ? value : {};
  return { ...row, [name]: marked(inner, rest, workspaceId) };
}

/**
 * Intercom's rows do not name their workspace: they are of the one whose token read them. A policy with a tenant rule
 * wants to see it on the row.
 */
export function createMarkRow(tenant: TenantDefinition, workspaceId: string): MarkRow {
  const path = tenant.row.split(".");
  return (row) => marked(row, path, workspaceId);
}
