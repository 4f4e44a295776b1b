function aligned(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column]))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

function requestOf({ send, headers = {}, body }) {
  const more = [
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    ...(body === undefined ? [] : [JSON.stringify(body)]),
  ];
  return [send, ...more].join(" ");
}

/** Of a hole: whether the code was wrong, or the check had no words for the rule. */
const kindOf = ({ hole, rule }) => {
  if (hole === undefined) return "";
  return rule ? "rule" : "mistake";
};

const whoOf = ({ as = "nobody", first }) => (first === undefined ? as : `${as}, deleted`);

/** For a terminal: each request, who sends it, and what the apps answered. */
export function textTable(rows, answered) {
  const line = (row) => [
    kindOf(row),
    row.send + (row.headers === undefined ? "" : ` (${requestOf(row).slice(row.send.length + 1)})`),
    whoOf(row),
    answered.before.get(row) ?? "not asked",
    answered.after.get(row) ?? "not asked",
  ];
  return aligned([["hole", "request", "as", "before", "after"], ...rows.map(line)]);
}

/** For the README: the holes, as Markdown. */
export function markdownTable(rows) {
  const line = (row) =>
    `| ${kindOf(row)} | ${row.hole} | \`${requestOf(row)}\` | ${whoOf(row)} | ${row.before} | ${row.after} |`;
  return [
    "| Kind | What goes through | Request | As | Before | After |",
    "| --- | --- | --- | --- | --- | --- |",
    ...rows.map(line),
  ].join("\n");
}
