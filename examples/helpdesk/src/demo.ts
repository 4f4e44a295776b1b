import { Browser } from "./browser.ts";
import type { Person } from "./expected.ts";
import { people, rows } from "./expected.ts";

/** The teammates' ids in the demo workspace. */
const ADMIN_IDS: { readonly [P in Person]: string | undefined } = {
  Olivia: "1001",
  Adam: "1002",
  Agnes: "1003",
  Aaron: "1004",
  Nora: "1005",
  Walter: "1006",
  nobody: undefined,
};

/** A request as sent, and its answer as the table shows it. */
export interface Visit {
  readonly request: string;
  readonly as: Person;
  readonly answer: string;
  readonly expected: string;
}

/** To Intercom's authorize page, where the teammate says yes, and back. */
async function throughIntercom(browser: Browser, start: URL, adminId: string): Promise<void> {
  const sent = await browser.visit("GET", start);
  const authorize = new URL(sent.location ?? "");
  authorize.searchParams.set("approve_as", adminId);
  const approved = await browser.visit("GET", authorize);
  const back = await browser.visit("GET", approved.location ?? "");
  if (back.status !== 303) throw new Error(`The callback answered ${back.status}.`);
}

/** The owner, or whoever is told, installs the console in the demo workspace. */
export async function install(origin: string, person: Person = "Olivia"): Promise<void> {
  const adminId = ADMIN_IDS[person] ?? "";
  await throughIntercom(new Browser(), new URL("/intercom/start", origin), adminId);
}

/** A browser in which the teammate has signed in. */
export async function signedIn(origin: string, person: Person): Promise<Browser> {
  const browser = new Browser();
  const adminId = ADMIN_IDS[person];
  const start = new URL("/intercom/start?purpose=sign-in", origin);
  if (adminId !== undefined) await throughIntercom(browser, start, adminId);
  return browser;
}

/** Everybody signs in and sends every request of the table, in its order. */
export async function visitAll(origin: string): Promise<readonly Visit[]> {
  const browsers = new Map<Person, Browser>();
  for (const person of people) browsers.set(person, await signedIn(origin, person));
  const visits: Visit[] = [];
  for (const { request, body, answers } of rows) {
    for (const [index, [person, browser]] of [...browsers].entries()) {
      const [method = "", path = ""] = request.split(" ");
      const { status, text } = await browser.visit(method, new URL(path, origin), body);
      const answer = [status, ...refusalIn(status, text)].join(" ");
      visits.push({ request, as: person, answer, expected: answers[index] ?? "" });
    }
  }
  return visits;
}

/** Whether the role or the row was in the way. */
function refusalIn(status: number, text: string): readonly string[] {
  if (status !== 403) return [];
  const body: unknown = JSON.parse(text);
  const code = typeof body === "object" && body !== null && "code" in body ? body.code : undefined;
  return [
    code === "permission_missing" ? "role" : code === "condition_not_met" ? "row" : String(code),
  ];
}
