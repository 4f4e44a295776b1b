/** The teammates of the demo workspace, and nobody. Their roles come from Intercom: see `who.ts`. */
export const people = ["Olivia", "Adam", "Agnes", "Aaron", "Walter", "Nora", "nobody"] as const;

export type Person = (typeof people)[number];

const ROLE = "403 role";
const ROW = "403 row";

// By hand, from what the roles are meant to allow: the demo and the tests compare it with what the console answers.
// 9001 is Agnes' and Billing's, 9003 Aaron's and Technical's, 9005 nobody's and Billing's, 9007 nobody's at all. Agnes is
// in Billing and VIP, whose members are dispatchers; Aaron and Walter are in Technical; Nora has no role in Intercom.
// biome-ignore format: it is read as a table
const table: readonly (readonly [string, string, string, string, string, string, string, string])[] = [
  //                                 Olivia  Adam   Agnes  Aaron  Walter Nora   nobody
  ["GET /me",                        "200",  "200", "200", "200", "200", "200", "401"],
  ["GET /conversations",             "200",  "200", "200", "200", "200", ROLE,  "401"],
  ["GET /conversations/9001",        "200",  "200", "200", ROW,   ROW,   ROLE,  "401"],
  ["POST /conversations/9001/reply", "201",  "201", "201", ROW,   ROW,   ROLE,  "401"],
  ["POST /conversations/9003/close", "200",  "200", ROW,   "200", "200", ROLE,  "401"],
  ["POST /conversations/9005/team",  "200",  "200", "200", ROLE,  ROLE,  ROLE,  "401"],
  ["POST /conversations/9007/team",  "200",  "200", ROW,   ROLE,  ROLE,  ROLE,  "401"],
  ["GET /contacts",                  "200",  "200", "200", "200", "200", ROLE,  "401"],
  ["DELETE /contacts/6762f0d51bb69f9f00000008", "204",  ROLE,  ROLE,  ROLE,  ROLE,  ROLE,  "401"],
  ["GET /articles",                  "200",  "200", "200", "200", "200", ROLE,  "401"],
  ["POST /articles",                 "201",  "201", ROLE,  ROLE,  ROLE,  ROLE,  "401"],
  ["PUT /articles/8001",             "200",  "200", ROLE,  ROLE,  ROLE,  ROLE,  "401"],
  ["DELETE /articles/8004",          "204",  ROLE,  ROLE,  ROLE,  ROLE,  ROLE,  "401"],
];

const bodies = new Map<string, object>([
  ["POST /conversations/9001/reply", { text: "We have corrected it." }],
  ["POST /conversations/9005/team", { topic: "billing" }],
  ["POST /conversations/9007/team", { topic: "technical" }],
  ["POST /articles", { title: "Opening hours", body: "Monday to Friday" }],
  ["PUT /articles/8001", { title: "How refunds are paid" }],
]);

/** A request, and what each of `people` must get: the status, and whether the role or the row refused. */
export interface Row {
  readonly request: string;
  readonly body: object | undefined;
  readonly answers: readonly string[];
}

export const rows: readonly Row[] = table.map(([request, ...answers]) => ({
  request,
  body: bodies.get(request),
  answers,
}));
