import { alertSink } from "@intercom-rbac/intercom";
import { entry } from "./entries.ts";

/** Run by process-exit.test.ts: writes an entry that fails, and then ends as told. */
const mode = process.argv[2];
let attempts = 0;
const sink = alertSink({
  on: ["*"],
  to: () => {
    attempts += 1;
    if (mode === "close") return new Promise(() => {});
    if (mode === "leave" || attempts < 3) throw new Error("away");
    return undefined;
  },
  batchMs: 0,
  firstRetryMs: mode === "leave" ? 60_000 : 50,
  onDropped: () => {},
});
await sink.write(entry(1));
console.log("written");
if (mode === "flush") {
  await sink.flush();
  console.log(`flushed after ${attempts}`);
}
if (mode === "close") {
  await sink.close({ deadlineMs: 50 });
  console.log(`closed, dropped ${sink.dropped}`);
}
