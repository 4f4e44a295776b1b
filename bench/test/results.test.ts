import { describe, expect, it } from "vitest";
import { isMet, rowResults } from "../src/harness/results.ts";
import { merged, toText } from "../src/harness/results-file.ts";
import { betweenMarkers } from "../src/report/between-markers.ts";
import { flameGraph } from "../src/report/flame-graph.ts";
import { plot } from "../src/report/plot.ts";
import { runsTable, summaryTable, wholeTable } from "../src/report/tables.ts";
import { results, row, side } from "./results.ts";

describe("results", () => {
  it("join the processes, and of a side in several groups take the first", () => {
    const sample = (value: number, name = "rbac") => ({
      row: "a",
      side: name,
      kind: "ours" as const,
      value,
      ratio: value / 10,
    });
    const { sides: _, ...declared } = row("a", 1);
    const question = { title: "", rows: [declared], groups: [] };
    const processes = [
      [[sample(10)], [sample(99), sample(7, "other")]],
      [[sample(20)], [sample(98), sample(8, "other")]],
    ];
    expect(rowResults(question, processes)[0].sides).toMatchObject([
      { name: "rbac", values: [10, 20], value: { min: 10, median: 15, max: 20 } },
      { name: "other", values: [7, 8] },
    ]);
  });

  it("meet a goal up to its limit", () => {
    expect([0.5, 1, 1.01].map((ratio) => isMet(row("a", ratio)))).toEqual([true, true, false]);
    expect(isMet(row("a", 1, { side: "another" }))).toBeUndefined();
  });

  it("are like a twin's where their spreads meet", () => {
    const like = (ours: number) =>
      row("a", 1, {
        goal: { of: "twin", twin: "twin" },
        sides: [
          { ...side("twin", "floor", 1), ratio: { min: 0.97, median: 1, max: 1.03 } },
          {
            ...side("rbac", "ours", 1),
            ratio: { min: ours - 0.01, median: ours, max: ours + 0.01 },
          },
        ],
      });
    expect([0.9, 1, 1.035, 1.2].map((ours) => isMet(like(ours)))).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });

  it("are written with one line for whatever holds nothing but numbers", () => {
    const saved = results([row("a", 2)]);
    const text = toText(saved);
    expect(text).toContain('"values": [ 20 ]');
    expect(text).toContain('"ratio": { "min": 2, "median": 2, "max": 2 }');
    expect(JSON.parse(text)).toEqual(saved);
  });

  it("of another machine are not mixed with older ones", () => {
    const older = results([row("a", 1)]);
    const newer = { ...results([row("b", 1)], "24.1.0"), questions: [] };
    expect(() => merged(older, newer, ["q"])).toThrow("another machine");
    expect(merged(older, results([row("b", 1)]), ["q"]).questions[0].rows[0].id).toBe("b");
  });
});

describe("documents", () => {
  it("have the goals in one table", () => {
    expect(summaryTable(results([row("a", 2)]))).toBe(
      [
        "| Question | Floor | Ours | Nearest peer | Ratio | Goal |  |",
        "| --- | --- | ---: | ---: | ---: | ---: | ---: |",
        "| row a | by hand: 10 ns | 20 ns |  | 2 | ≤ 1 | **missed** |",
      ].join("\n"),
    );
  });

  it("compare with peers of our own size, and say what a value of several is", () => {
    const sizes = ["10", "100", "1,000", "10,000"];
    const sides = sizes.flatMap((size, at) => [
      side(`rbac, ${size} rules`, at === 0 ? "floor" : "ours", 1),
      side(`peer, ${size} rules`, "peer", at + 2),
    ]);
    const grown = row("a", 1, { side: "rbac, 10,000 rules", sides });
    expect(summaryTable(results([grown]))).toContain(
      "| 10,000 rules: 10 ns | peer, 10,000 rules: 50 ns |",
    );
  });

  it("have every side in another, and every run in a third", () => {
    expect(wholeTable(results([row("a", 0.5)]))).toContain(
      "|  | **rbac** | 5 (5 – 5) | 0.5 (0.5 – 0.5) | ≤ 1 | met |",
    );
    const runs = [
      { name: "20", results: results([row("a", 2)]) },
      { name: "24", results: results([], "24.1.0") },
    ];
    expect(runsTable(runs)).toContain("| row a | ≤ 1 | 2 **missed** | not run |");
  });

  it("are replaced between their markers alone", () => {
    const page = "before\n<!-- bench:a -->\nold\n<!-- /bench:a -->\nafter";
    expect(betweenMarkers(page, "a", "new")).toBe(
      "before\n<!-- bench:a -->\n\nnew\n\n<!-- /bench:a -->\nafter",
    );
    expect(() => betweenMarkers(page, "b", "new")).toThrow("bench:b");
  });

  it("draw a bar for each side, the cheapest first, with its names escaped", () => {
    const svg = plot(row("a", 2, { sides: [side("a < b", "peer", 3), side("rbac", "ours", 1)] }));
    expect(svg.match(/<rect class="\w+"/g)).toEqual(['<rect class="ours"', '<rect class="peer"']);
    expect(svg).toContain("a &lt; b");
  });

  it("draw a flame graph whose narrow boxes have no text", () => {
    const leaf = (name: string, samples: number) => ({
      name,
      file: "a.mjs",
      samples,
      children: [],
    });
    const tree = { ...leaf("block", 100), children: [leaf("wide", 90), leaf("narrow", 1)] };
    const svg = flameGraph("a title", tree);
    expect(svg.match(/<rect /g)).toHaveLength(3);
    expect(svg.match(/<text x[^>]*>(\w+)/g)?.map((text) => text.split(">")[1])).toEqual([
      "block",
      "wide",
    ]);
  });
});
