import { notFound } from "../refusal.ts";
import type { TagRow, Workspace } from "../workspace.ts";

export function toTag(tag: TagRow): object {
  return { type: "tag", id: tag.id, name: tag.name };
}

/** A conversation's tags. */
export function toTagList(workspace: Workspace, ids: readonly string[]): object {
  return {
    type: "tag.list",
    tags: workspace.tags.filter((tag) => ids.includes(tag.id)).map(toTag),
  };
}

/** @throws Refusal 404 `not_found`. */
export function findTag(workspace: Workspace, id: string): TagRow {
  const tag = workspace.tags.find((row) => row.id === id);
  if (tag === undefined) throw notFound();
  return tag;
}
