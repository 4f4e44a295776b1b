const GAP = "  ";

/**
 * Lines of text with aligned columns. Columns that do not fit beside the others go into a further block, which
 * repeats the first column.
 *
 * @param width of the longest line, in characters
 */
export function formatTable(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  width: number,
): string {
  const widths = header.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  return blocks(widths, width)
    .map((columns) => {
      const line = (cells: readonly string[]): string =>
        columns
          .map((column) => (cells[column] ?? "").padEnd(widths[column] ?? 0))
          .join(GAP)
          .trimEnd();
      const rule = line(widths.map((wide) => "-".repeat(wide)));
      return [line(header), rule, ...rows.map(line)].join("\n");
    })
    .join("\n\n");
}

/** The columns of each block, the first column in all of them. */
function blocks(widths: readonly number[], limit: number): readonly (readonly number[])[] {
  const [first = 0] = widths;
  const found: number[][] = [];
  let used = Number.POSITIVE_INFINITY;
  for (const [column, wide] of widths.entries()) {
    if (column === 0) continue;
    used += GAP.length + wide;
    if (used > limit) {
      found.push([0]);
      used = first + GAP.length + wide;
    }
    found.at(-1)?.push(column);
  }
  return found;
}
