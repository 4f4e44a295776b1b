import { inspect } from "node:util";
import { expect, test, vi } from "vitest";
import { signedIn, visitAll } from "../src/demo.ts";
import { running } from "./running.ts";

test("LEAK-01 token, client secret, codes, addresses and what customers wrote are in no answer, log line or audit entry", async () => {
  const said: string[] = [];
  for (const method of ["log", "info", "warn", "error", "debug"] as const) {
    vi.spyOn(console, method).mockImplementation((...values: unknown[]) => {
      said.push(
        values.map((value) => (typeof value === "string" ? value : inspect(value))).join(" "),
      );
    });
  }
  const warned = (warning: Error) => said.push(inspect(warning));
  process.on("warning", warned);

  const { origin, standIn, workspaces, audit } = await running();
  const answers: string[] = [];
  const visit = globalThis.fetch;
  vi.spyOn(globalThis, "fetch").mockImplementation(async (...call) => {
    const response = await visit(...call);
    // Of the console alone: what the stand-in answers is Intercom's.
    if (String(call[0]).startsWith(origin)) {
      answers.push(await response.clone().text(), inspect([...response.headers]));
    }
    return response;
  });
  await visitAll(origin);
  const olivia = await signedIn(origin, "Olivia");
  for (const kind of [
    "broken-json",
    "reset",
    { status: 500 },
    { status: 401, code: "token_revoked" },
  ] as const) {
    standIn.fail({ path: "/conversations*", times: 5, kind });
    await olivia.visit("GET", new URL("/conversations/9001", origin));
    standIn.reset();
  }
  vi.restoreAllMocks();
  process.off("warning", warned);

  const installed = await workspaces.find("demo1234");
  const canaries = [
    installed?.token ?? "",
    standIn.token,
    standIn.clientSecret,
    "olivia@support.example",
    "carol@customers.example",
    "My invoice is wrong",
  ];
  expect(canaries.every((canary) => canary.length >= 8)).toBe(true);
  const everything = [...said, ...answers, inspect(audit.entries, { depth: 9 })].join("\n");
  expect(answers.length).toBeGreaterThan(91);
  for (const canary of canaries) expect(everything).not.toContain(canary);
});
