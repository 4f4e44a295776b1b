/** The answer of a process that is no longer there. */
export const DIES = "process dies";

const ids = ({ body }) => body.map(({ id }) => id).join(" ");
const total = ({ headers }) => `${headers["x-total-count"]} contacts`;
const token = ({ text }) => (text.includes("xoxb-") ? "with the Slack token" : "without it");
const role = ({ body }) => body.role;

/**
 * What each app answers to each request: the status, then the `code` of a refusal that has one, or what `sees` reads
 * from the answer. `as` logs in, by name and password; `first` lists what somebody else sends between that and the
 * request. A row with `hole` says what `before` lets through and `after` does not: a mistake in its code, or, with `rule`,
 * a rule about rows, fields or roles for which its check had no words.
 */
export const requests = [
  // Open to everybody, and meant so.
  { send: "GET /health", both: "200" },
  { send: "POST /logout", both: "204" },
  { send: "POST /login", body: { username: "ana", password: "wrong" }, both: "401" },

  // What people do all day.
  { as: "ana", send: "GET /contacts", sees: total, both: "200 2 contacts" },
  { as: "ana", send: "HEAD /contacts", sees: total, both: "200 2 contacts" },
  { as: "ana", send: "GET /contacts/k1", both: "200" },
  { as: "ana", send: "GET /contacts/k9", both: "404" },
  { as: "ana", send: "PATCH /contacts/k1", body: { phone: "+44 20 9" }, both: "200" },
  { as: "max", send: "PATCH /contacts/k1", body: { plan: "pro" }, both: "200" },
  { as: "olga", send: "DELETE /contacts/k1", both: "204" },
  { as: "max", send: "GET /conversations", sees: ids, both: "200 c1 c2 c3" },
  { as: "ana", send: "GET /conversations/c1", both: "200" },
  { as: "ana", send: "GET /conversations/c1/transcript", both: "200" },
  { as: "ana", send: "POST /conversations/c1/reply", body: { text: "Hello" }, both: "201" },
  { as: "max", send: "POST /conversations/c2/reply", body: { text: "Hello" }, both: "201" },
  { as: "max", send: "POST /conversations/c1/close", both: "200" },
  { as: "max", send: "POST /conversations/c9/close", before: "404", after: "404 not_found" },
  { as: "bill", send: "GET /admin/usage", both: "200" },
  { as: "max", send: "GET /admin/settings", both: "200" },
  { as: "olga", send: "PUT /admin/settings", body: { deskName: "Northwind" }, both: "200" },
  {
    as: "max",
    send: "PUT /admin/users/u4/role",
    body: { role: "admin" },
    sees: role,
    both: "200 admin",
  },
  {
    as: "max",
    send: "PUT /admin/users/u6/role",
    body: { role: "agent" },
    sees: role,
    both: "200 agent",
  },
  { as: "olga", send: "DELETE /admin/users/u4", both: "204" },

  // What the home-made check refuses, the guard refuses, and says why.
  ...[
    { as: "ana", send: "DELETE /contacts/k1" },
    { as: "bill", send: "GET /contacts" },
    { as: "ana", send: "POST /conversations/c1/close" },
    { as: "ana", send: "GET /admin/settings" },
    { as: "max", send: "PUT /admin/settings", body: { deskName: "Max's" } },
    { as: "max", send: "DELETE /admin/users/u4" },
  ].map((row) => ({ ...row, before: "403", after: "403 permission_missing" })),
  { send: "DELETE /contacts/k1", before: "403", after: "401 unauthenticated" },

  {
    hole: "Nobody is taken for an agent",
    send: "GET /contacts",
    sees: total,
    before: "200 2 contacts",
    after: "401 unauthenticated",
  },
  {
    hole: "So is whoever was deleted and is still logged in",
    as: "bill",
    first: [["olga", "DELETE /admin/users/u5"]],
    send: "POST /conversations/c1/reply",
    body: { text: "Please pay to this account: …" },
    before: "201",
    after: "401 unauthenticated",
  },
  ...["nora", "theo", "tess"].map((as, index) => ({
    hole: `A role called \`${["constructor", "__proto__", "toString"][index]}\` is found in every object, and has no \`includes\``,
    as,
    send: "GET /conversations",
    before: DIES,
    after: "403 permission_missing",
  })),
  {
    hole: "… and ranks no lower than any other, since `NaN < 2` is false",
    as: "nora",
    send: "GET /admin/settings",
    sees: token,
    before: "200 with the Slack token",
    after: "403 permission_missing",
  },
  {
    hole: "So does a role that nobody ranked",
    as: "bill",
    send: "GET /admin/settings",
    sees: token,
    before: "200 with the Slack token",
    after: "403 permission_missing",
  },
  {
    hole: "A check by `req.method` knows no HEAD, which Express answers as GET",
    as: "bill",
    send: "HEAD /contacts",
    sees: total,
    before: "200 2 contacts",
    after: "403",
  },
  {
    hole: "A route without a check",
    send: "GET /conversations/c1/transcript",
    sees: ({ text }) => text,
    before: "200 Where is my order?",
    after: "401 unauthenticated",
  },
  {
    hole: "A check before it and no look at the row: another agent's conversation is read",
    rule: true,
    as: "ana",
    send: "GET /conversations/c2",
    before: "200",
    after: "403 condition_not_met",
  },
  {
    hole: "… answered",
    rule: true,
    as: "ana",
    send: "POST /conversations/c2/reply",
    body: { text: "Never mind." },
    before: "201",
    after: "403 condition_not_met",
  },
  {
    hole: "… and listed",
    rule: true,
    as: "ana",
    send: "GET /conversations",
    sees: ids,
    before: "200 c1 c2 c3",
    after: "200 c1",
  },
  {
    hole: "A check that is mounted below its route",
    as: "ana",
    send: "GET /admin/usage",
    before: "200",
    after: "403 permission_missing",
  },
  {
    hole: "A check by `req.path`, which is read in another case than the router reads it",
    as: "ana",
    send: "GET /Admin/settings",
    sees: token,
    before: "200 with the Slack token",
    after: "403 permission_missing",
  },
  {
    hole: "A role from a header, “while developing”",
    headers: { "x-role": "owner" },
    send: "DELETE /contacts/k1",
    before: "204",
    after: "401 unauthenticated",
  },
  {
    hole: "… with which nobody at all ends the process",
    headers: { "x-role": "constructor" },
    send: "GET /contacts",
    before: DIES,
    after: "401 unauthenticated",
  },
  {
    hole: "An admin hands on more than it holds",
    rule: true,
    as: "max",
    send: "PUT /admin/users/u2/role",
    body: { role: "owner" },
    sees: role,
    before: "200 owner",
    after: "403",
  },
  {
    hole: "… unseats the owner",
    rule: true,
    as: "max",
    send: "PUT /admin/users/u1/role",
    body: { role: "agent" },
    sees: role,
    before: "200 agent",
    after: "403 condition_not_met",
  },
  {
    hole: "… and gives a role that there is not",
    as: "max",
    send: "PUT /admin/users/u3/role",
    body: { role: "constructor" },
    sees: role,
    before: "200 constructor",
    after: "403",
  },
  {
    hole: "Every field of the body is written, whoever sends it",
    rule: true,
    as: "ana",
    send: "PATCH /contacts/k1",
    body: { plan: "enterprise" },
    sees: ({ body }) => body.plan,
    before: "200 enterprise",
    after: "403 field_denied",
  },
].map(({ both, ...row }) => ({ before: both, after: both, ...row }));

export const holes = requests.filter(({ hole }) => hole !== undefined);
