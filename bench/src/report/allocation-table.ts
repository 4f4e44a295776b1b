import type { Allocation } from "../harness/profiler.ts";

export function allocationTable(allocations: readonly Allocation[]): string {
  if (allocations.length === 0) return "Nothing is allocated.";
  const total = allocations.reduce((sum, { bytesPerCheck }) => sum + bytesPerCheck, 0);
  const rows = allocations.map(
    ({ name, file, bytesPerCheck }) =>
      `| \`${name}\` | ${file === "" ? "" : `\`${file}\``} | ${Math.round(bytesPerCheck)} |`,
  );
  return [
    "| Function | File | Bytes a check |",
    "| --- | --- | ---: |",
    ...rows,
    `| together | | ${Math.round(total)} |`,
  ].join("\n");
}
