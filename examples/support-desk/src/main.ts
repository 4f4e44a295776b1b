import { createApp } from "./app.ts";
import { columns, rows } from "./expected.ts";
import { listen } from "./listen.ts";
import { readOptions } from "./options.ts";
import { formatTable } from "./table.ts";
import type { Answer } from "./visit.ts";
import { visit } from "./visit.ts";
import { whatToTry } from "./what-to-try.ts";

// Whoever reads the output may leave early, as `head` does.
process.stdout.once("error", () => process.exit());

const options = readOptions(process.argv.slice(2), process.env["PORT"]);
const { server, port } = await listen(createApp(), options.port);
const origin = `http://127.0.0.1:${port}`;

function stop(): void {
  server.close();
  server.closeAllConnections();
}
for (const signal of ["SIGINT", "SIGTERM"]) {
  process.once(signal, () => {
    stop();
    process.exit(0);
  });
}

if (options.port !== 0 && port !== options.port) console.log(`Port ${options.port} is taken.`);
console.log(`The support desk listens on ${origin}. Who may do what there:\n`);

const answers: (readonly Answer[])[] = [];
for (const row of rows) answers.push(await visit(origin, row));
const header = ["", ...columns.map(({ title }) => title)];
const lines = answers.map((row) => [row[0]?.request ?? "", ...row.map(({ answer }) => answer)]);
console.log(formatTable(header, lines, 120));

const all = answers.flat();
const wrong = all.filter(({ answer, expected }) => answer !== expected);
const allowed = all.filter(({ answer }) => answer.startsWith("2")).length;
console.log(
  `\n${all.length} requests, ${allowed} allowed, ${all.length - allowed} refused; ${
    wrong.length === 0 ? "all as expected" : `${wrong.length} not as expected`
  }.`,
);

if (wrong.length > 0) {
  for (const { request, as, answer, expected } of wrong) {
    console.error(`${request} as ${as}: ${answer}, and ${expected} was expected.`);
  }
  process.exitCode = 1;
  stop();
} else if (options.once) {
  stop();
} else {
  console.log(`\n${await whatToTry(origin)}\n\nServing until Ctrl+C.`);
}
