import type { AdminRow, ArticleRow, ContactRow, ConversationRow, Workspace } from "../workspace.ts";

/** 2026-01-05, a Monday, at noon: everything in the demo is counted from it. */
const START = 1_767_614_400;
const DAY = 86_400;

/** The custom roles of the demo workspace: ids are what a mapping goes by, names may change. */
export const DEMO_ROLES = {
  owner: { type: "role", id: "101", name: "Workspace owner" },
  admin: { type: "role", id: "102", name: "Support admin" },
  agent: { type: "role", id: "103", name: "Support agent" },
} as const;

export const DEMO_TEAMS = {
  billing: 5001,
  technical: 5002,
  vip: 5003,
} as const;

/** The demo workspace: six teammates, three teams, a dozen conversations. */
export function demoWorkspace(): Workspace {
  const { billing, technical, vip } = DEMO_TEAMS;
  return {
    id_code: "demo1234",
    name: "Demo Support",
    region: "US",
    created_at: START - 365 * DAY,
    admins: [
      admin(1001, "Olivia Owner", { role: DEMO_ROLES.owner, job_title: "Founder" }),
      admin(1002, "Adam Admin", { role: DEMO_ROLES.admin, team_ids: [billing, technical] }),
      admin(1003, "Agnes Agent", { role: DEMO_ROLES.agent, team_ids: [billing, vip] }),
      admin(1004, "Aaron Agent", { role: DEMO_ROLES.agent, team_ids: [technical] }),
      admin(1005, "Nora Newcomer", { role: null, has_inbox_seat: false }),
      admin(1006, "Walter Away", {
        role: DEMO_ROLES.agent,
        team_ids: [technical],
        away_mode_enabled: true,
        away_mode_reassign: true,
        away_status_reason_id: 1,
      }),
    ],
    teams: [
      { id: String(billing), name: "Billing" },
      { id: String(technical), name: "Technical" },
      { id: String(vip), name: "VIP" },
    ],
    tags: [
      { id: "7001", name: "refund" },
      { id: "7002", name: "bug" },
      { id: "7003", name: "vip" },
    ],
    contacts: PEOPLE.map((name, index) => contact(index + 1, name)),
    conversations: TALKS.map((talk, index) => conversation(9001 + index, talk)),
    articles: ARTICLES.map((title, index) => article(8001 + index, title)),
    events: [],
    activities: [
      {
        id: "6c0b5a3e-0000-4000-8000-000000000001",
        admin_id: "1001",
        activity_type: "role_change",
        activity_description: "Olivia Owner changed the role of Adam Admin.",
        created_at: START,
        metadata: {},
      },
    ],
    last_number: 20_000,
  };
}

/** A second workspace in another region, where somebody else is the owner. */
export function secondWorkspace(): Workspace {
  return {
    ...demoWorkspace(),
    id_code: "other567",
    name: "Other Support",
    region: "EU",
    admins: [
      admin(2001, "Erik Else", { role: { type: "role", id: "201", name: "Owner" } }),
      admin(2002, "Una Unverified", { role: null, email_verified: false }),
    ],
    teams: [{ id: "5901", name: "Everybody" }],
    tags: [],
    contacts: [],
    conversations: [],
    articles: [],
    activities: [],
  };
}

function admin(id: number, name: string, more: Partial<AdminRow>): AdminRow {
  return {
    name,
    email: `${name.split(" ")[0]?.toLowerCase()}@support.example`,
    email_verified: true,
    job_title: null,
    away_mode_enabled: false,
    away_mode_reassign: false,
    away_status_reason_id: null,
    has_inbox_seat: true,
    team_ids: [],
    role: null,
    ...more,
    id: String(id),
  };
}

const PEOPLE = [
  "Carol Customer",
  "Chen Customer",
  "Clara Customer",
  "Cyrus Customer",
  "Celia Customer",
  "Conrad Customer",
  "Cora Customer",
  "Caleb Customer",
];

/** The id of the demo's contact of that number, counted from 1. */
export function demoContactId(number: number): string {
  return `6762f0d51bb69f9f0000${number.toString(16).padStart(4, "0")}`;
}

function contact(number: number, name: string): ContactRow {
  const first = name.split(" ")[0]?.toLowerCase() ?? "";
  return {
    id: demoContactId(number),
    external_id: `user-${number}`,
    role: "user",
    email: `${first}@customers.example`,
    phone: null,
    name,
    avatar: null,
    owner_id: number % 2 === 0 ? 1003 : null,
    unsubscribed_from_emails: false,
    archived: false,
    created_at: START + number * DAY,
    updated_at: START + number * DAY,
    signed_up_at: START + number * DAY,
    last_seen_at: null,
    custom_attributes: { plan: number <= 2 ? "enterprise" : "starter" },
    tag_ids: number <= 2 ? ["7003"] : [],
    notes: [],
  };
}

/** Whose, assigned to whom and which team, in what state, about what. */
type Talk = readonly [
  contact: number,
  admin: number | null,
  team: number | null,
  state: ConversationRow["state"],
  body: string,
];

const TALKS: readonly Talk[] = [
  [1, 1003, 5001, "open", "My invoice is wrong"],
  [2, 1003, 5003, "open", "Please call me back"],
  [3, 1004, 5002, "open", "The app crashes when I sign in"],
  [4, 1004, 5002, "snoozed", "Export takes very long"],
  [5, null, 5001, "open", "I was charged twice"],
  [6, null, 5002, "open", "Two-factor codes do not arrive"],
  [7, null, null, "open", "How do I invite a colleague?"],
  [8, 1002, null, "open", "We want to change our plan"],
  [1, 1003, 5001, "closed", "Thanks for the refund"],
  [3, 1006, 5002, "open", "The API answers 500"],
  [5, 1001, null, "closed", "A word about your terms"],
  [2, null, 5003, "open", "Our contract ends in March"],
];

function conversation(id: number, [who, adminId, teamId, state, body]: Talk): ConversationRow {
  const at = START + (id - 9000) * 3600;
  return {
    id: String(id),
    title: null,
    created_at: at,
    updated_at: at,
    snoozed_until: state === "snoozed" ? at + 30 * DAY : null,
    state,
    read: state === "closed",
    priority: "not_priority",
    admin_assignee_id: adminId,
    team_assignee_id: teamId === null ? null : String(teamId),
    company_id: null,
    tag_ids: [],
    contact_ids: [demoContactId(who)],
    source: { body: `<p>${body}</p>`, author: { type: "user", id: demoContactId(who) } },
    parts: [],
    custom_attributes: {},
  };
}

const ARTICLES = [
  "How refunds work",
  "Signing in with two factors",
  "Exporting your data",
  "Inviting a colleague",
];

function article(id: number, title: string): ArticleRow {
  return {
    id: String(id),
    title,
    description: null,
    body: `<p>${title}.</p>`,
    author_id: 1002,
    state: id === 8004 ? "draft" : "published",
    created_at: START,
    updated_at: START,
    parent_id: null,
    parent_type: null,
  };
}
