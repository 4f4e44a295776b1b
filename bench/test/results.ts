import type { Results, RowResult, SideResult } from "../src/harness/results.ts";

export function side(name: string, kind: SideResult["kind"], ratio: number): SideResult {
  const of = (value: number) => ({ min: value, median: value, max: value });
  return {
    name,
    kind,
    value: of(ratio * 10),
    ratio: of(ratio),
    values: [ratio * 10],
    ratios: [ratio],
  };
}

export function row(id: string, ratio: number, fields: Partial<RowResult> = {}): RowResult {
  return {
    id,
    title: `row ${id}`,
    unit: "ns",
    floor: "by hand",
    stable: true,
    goal: { of: "ratio", atMost: 1 },
    sides: [side("by hand", "floor", 1), side("rbac", "ours", ratio)],
    ...fields,
  };
}

export function results(rows: readonly RowResult[], node = "20.20.2"): Results {
  return {
    machine: { node, processor: "a processor", cores: 2, platform: "linux x64" },
    questions: [
      {
        question: "q",
        title: "A question",
        command: "npm run bench -- q --processes=5",
        date: "2026-12-01",
        processes: 5,
        rows,
      },
    ],
  };
}
