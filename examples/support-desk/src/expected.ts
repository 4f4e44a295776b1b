/** Who asks in the demo: one demo user of each role, and nobody. */
export const columns = [
  { title: "owner", user: "olga" },
  { title: "admin", user: "adam" },
  { title: "agent", user: "ana" },
  { title: "night_agent", user: "nina" },
  { title: "contractor (unknown role)", user: "cleo" },
  { title: "nobody", user: undefined },
] as const;

const MISSING = "403 permission_missing";
const UNMET = "403 condition_not_met";
const FIELD = "403 field_denied";
const ABSENT = "404 not_found";
const NOBODY = "401 unauthenticated";

// By hand, from what the roles are meant to allow and not from what the app answers: the demo and the tests compare
// the two. c1 is assigned to nina and c3 to ana, c2 is a VIP's, c9 does not exist.
// biome-ignore format: it is read as a table
const table: readonly (readonly [string, string, string, string, string, string, string])[] = [
  //                                 owner   admin    agent    night    unknown  nobody
  ["GET /health",                    "200",  "200",   "200",   "200",   "200",   "200"],
  ["GET /contacts",                  "200",  "200",   "200",   "200",   MISSING, NOBODY],
  ["GET /contacts/p1?fields=name",   "200",  "200",   "200",   "200",   MISSING, NOBODY],
  ["GET /contacts/p1?fields=email",  "200",  "200",   "200",   FIELD,   MISSING, NOBODY],
  ["DELETE /contacts/p3",            "204",  MISSING, MISSING, MISSING, MISSING, NOBODY],
  ["GET /conversations",             "200",  "200",   "200",   "200",   MISSING, NOBODY],
  ["GET /conversations/c1",          "200",  "200",   "200",   "200",   MISSING, NOBODY],
  ["GET /conversations/c2",          "200",  "200",   "200",   ABSENT,  MISSING, NOBODY],
  ["GET /conversations/c9",          ABSENT, ABSENT,  ABSENT,  ABSENT,  MISSING, NOBODY],
  ["POST /conversations/c1/replies", "201",  "201",   "201",   "201",   MISSING, NOBODY],
  ["POST /conversations/c2/replies", "201",  "201",   "201",   ABSENT,  MISSING, NOBODY],
  ["PUT /conversations/c3/assignee", "200",  "200",   MISSING, MISSING, MISSING, NOBODY],
  ["POST /conversations/c1/close",   "200",  "200",   MISSING, "200",   MISSING, NOBODY],
  ["POST /conversations/c3/close",   "200",  "200",   MISSING, UNMET,   MISSING, NOBODY],
  ["POST /conversations/close",      "200",  "200",   MISSING, UNMET,   MISSING, NOBODY],
  ["GET /articles",                  "200",  "200",   MISSING, MISSING, MISSING, NOBODY],
  ["GET /articles/drafts",           "200",  "200",   MISSING, MISSING, MISSING, NOBODY],
  ["PUT /articles/a2",               "200",  "200",   MISSING, MISSING, MISSING, NOBODY],
  ["POST /articles/a2/publish",      "200",  "200",   MISSING, MISSING, MISSING, NOBODY],
  ["GET /settings",                  "200",  "200",   MISSING, MISSING, MISSING, NOBODY],
  ["PUT /settings",                  "200",  MISSING, MISSING, MISSING, MISSING, NOBODY],
];

const bodies = new Map<string, object>([
  ["POST /conversations/c1/replies", { text: "It is on its way." }],
  ["POST /conversations/c2/replies", { text: "We call you tomorrow." }],
  ["PUT /conversations/c3/assignee", { assigneeId: "ana" }],
  ["POST /conversations/close", { ids: ["c1", "c3"] }],
  ["PUT /articles/a2", { title: "Delivery abroad" }],
  ["PUT /settings", { officeHours: "08:00-18:00" }],
]);

/** A request of the demo, and what each column must get: the status, and the code of a refusal. */
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
