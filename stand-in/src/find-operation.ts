import type { Operation } from "./operation.ts";

export interface Match {
  readonly operation: Operation;
  readonly ids: Readonly<Record<string, string>>;
}

/** The operation for a method and a path; the first in the table's order wins. */
export function findOperation(
  operations: readonly Operation[],
  method: string,
  path: string,
): Match | undefined {
  const parts = path.split("/");
  for (const operation of operations) {
    const ids =
      operation.method === method ? matchPath(operation.path.split("/"), parts) : undefined;
    if (ids !== undefined) return { operation, ids };
  }
  return undefined;
}

function matchPath(
  pattern: readonly string[],
  parts: readonly string[],
): Record<string, string> | undefined {
  if (pattern.length !== parts.length) return undefined;
  const ids: Record<string, string> = {};
  for (const [index, piece] of pattern.entries()) {
    const part = parts[index] ?? "";
    if (piece.startsWith("{")) ids[piece.slice(1, -1)] = decode(part);
    else if (piece !== part) return undefined;
  }
  return ids;
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
