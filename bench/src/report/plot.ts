import { formatNumber } from "../harness/format.ts";
import type { RowResult } from "../harness/results.ts";
import { escaped } from "./escaped.ts";

const WIDTH = 760;
const NAMES = 230;
const NUMBERS = 110;
const BAR = 16;
const STEP = 26;
const TOP = 34;

// Readable on white and on black: GitHub shows pictures on either.
const STYLE = `
  text { font: 13px system-ui, sans-serif; fill: #24292f; }
  .title { font-weight: 600; }
  .ours { fill: #0a7d55; } .floor { fill: #6e7781; } .peer { fill: #4c7fd0; }
  .grid { stroke: #d0d7de; }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3; }
    .ours { fill: #2fbf8a; } .floor { fill: #8b949e; } .peer { fill: #6ea0f0; }
    .grid { stroke: #30363d; }
  }`;

/** Horizontal bars of a row's medians, cheapest first, on a logarithmic scale from below the cheapest. */
export function plot({ title, unit, sides }: RowResult): string {
  const sorted = [...sides].sort((a, b) => a.value.median - b.value.median);
  const values = sorted.map(({ value }) => value.median);
  const from = Math.floor(Math.log10(Math.max(Math.min(...values) / 2, 1e-3)));
  const to = Math.ceil(Math.log10(Math.max(...values)));
  const scale = (value: number): number =>
    ((Math.log10(value) - from) / (to - from)) * (WIDTH - NAMES - NUMBERS);
  const height = TOP + sorted.length * STEP + 24;

  const grid = Array.from({ length: to - from + 1 }, (_, index) => {
    const x = NAMES + scale(10 ** (from + index));
    const label = (10 ** (from + index)).toLocaleString("en-US", { notation: "compact" });
    return `<line class="grid" x1="${x.toFixed(1)}" y1="${TOP - 8}" x2="${x.toFixed(1)}" y2="${height - 18}"/><text x="${x.toFixed(1)}" y="${height - 4}" text-anchor="middle" font-size="11">${label}</text>`;
  });
  const bars = sorted.map(({ name, kind, value }, index) => {
    const y = TOP + index * STEP;
    const length = Math.max(2, scale(value.median));
    return [
      `<text x="${NAMES - 8}" y="${y + 13}" text-anchor="end">${escaped(name)}</text>`,
      `<rect class="${kind}" x="${NAMES}" y="${y}" width="${length.toFixed(1)}" height="${BAR}" rx="2"/>`,
      `<text x="${(NAMES + length + 6).toFixed(1)}" y="${y + 13}">${formatNumber(value.median)} ${unit}</text>`,
    ].join("");
  });
  const heading = escaped(title.replaceAll("`", ""));
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-label="${heading}">
<style>${STYLE}</style>
<text class="title" x="8" y="18">${heading} (${unit}, logarithmic)</text>
${[...grid, ...bars].join("\n")}
</svg>
`;
}
