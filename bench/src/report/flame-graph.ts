import type { CallTree } from "../harness/profiler.ts";
import { escaped } from "./escaped.ts";

const WIDTH = 960;
const ROW = 20;
const TOP = 30;
/** Narrower ones cannot be read. */
const NARROWEST = 1;
const PIXELS_A_LETTER = 7;

// Text is dark on all of these, in light and in dark mode.
const STYLE = `
  text { font: 12px system-ui, sans-serif; fill: #1b1f24; }
  .title { font-weight: 600; fill: #24292f; }
  rect { stroke: #ffffff80; }
  .bench { fill: #c9d1d9; } .ours { fill: #7ee2b8; } .node { fill: #f0c674; }
  @media (prefers-color-scheme: dark) { .title { fill: #e6edf3; } rect { stroke: #0d111780; } }`;

function classOf({ file }: CallTree): string {
  if (file === "" || file.startsWith("node:")) return "node";
  return file.startsWith("questions/") || file.startsWith("workloads/") ? "bench" : "ours";
}

/** A flame graph: a function's width is the time in it and below it; what it calls stands beneath it. */
export function flameGraph(title: string, tree: CallTree): string {
  const boxes: string[] = [];
  let deepest = 0;
  const draw = (node: CallTree, x: number, depth: number): void => {
    const width = (node.samples / tree.samples) * WIDTH;
    if (width < NARROWEST) return;
    deepest = Math.max(deepest, depth);
    const y = TOP + depth * ROW;
    const share = `${((node.samples / tree.samples) * 100).toFixed(1)} %`;
    const label = node.name.slice(0, Math.max(0, Math.floor((width - 6) / PIXELS_A_LETTER)));
    // Two letters of a longer name say nothing.
    const text =
      label.length < Math.min(3, node.name.length)
        ? ""
        : `<text x="${(x + 3).toFixed(1)}" y="${y + 14}">${escaped(label)}</text>`;
    boxes.push(
      `<g><title>${escaped(`${node.name} ${node.file} ${share}`)}</title><rect class="${classOf(node)}" x="${x.toFixed(1)}" y="${y}" width="${width.toFixed(1)}" height="${ROW - 1}"/>${text}</g>`,
    );
    let left = x;
    for (const child of node.children) {
      draw(child, left, depth + 1);
      left += (child.samples / tree.samples) * WIDTH;
    }
  };
  draw(tree, 0, 0);
  const height = TOP + (deepest + 1) * ROW + 6;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-label="${escaped(title)}">
<style>${STYLE}</style>
<text class="title" x="4" y="18">${escaped(title)}</text>
${boxes.join("\n")}
</svg>
`;
}
