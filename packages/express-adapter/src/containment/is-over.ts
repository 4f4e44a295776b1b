import type { ServerResponse } from "node:http";

/**
 * Nobody waits for this response any more: the client left, or somebody else finished it. (`req.destroyed` does not
 * tell: Node sets it on every request that was read to its end.)
 */
export function isOver(res: ServerResponse): boolean {
  return res.closed || res.destroyed || res.writableEnded;
}
