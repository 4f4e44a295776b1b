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

const whoOf = ({ as = "nobody", first }) => (first === undefined ? as : `${as}, deleted`);

/** For a terminal: each request, who sends it, and what the apps answered. */
export function textTable(rows, answered) {
  const line = (row) => [
    row.hole === undefined ? "" : "*",
    row.send + (row.headers === undefined ? "" : ` (${requestOf(row).slice(row.send.length + 1)})`),
    whoOf(row),
    answered.before.get(row) ?? "not asked",
    answered.after.get(row) ?? "not asked",
  ];
  return aligned([["", "request", "as", "before", "after"], ...rows.map(line)]);
}

/** For the README: the holes, as Markdown. */
export function markdownTable(rows) {
  const line = (row) =>
    `| ${row.hole} | \`${requestOf(row)}\` | ${whoOf(row)} | ${row.before} | ${row.after} |`;
  return [
    "| Mistake | Request | As | Before | After |",
    "| --- | --- | --- | --- | --- |",
    ...rows.map(line),
  ].join("\n");
}
