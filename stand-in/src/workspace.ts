/** A role of Intercom's own: an object under API 2.16, null for a teammate without one. */
export interface AdminRole {
  readonly type: "role";
  readonly id: string;
  readonly name: string;
}

/** A teammate. Membership of teams is held here alone: a team's `admin_ids` are read from it. */
export interface AdminRow {
  readonly id: string;
  name: string;
  email: string;
  email_verified: boolean;
  job_title: string | null;
  away_mode_enabled: boolean;
  away_mode_reassign: boolean;
  away_status_reason_id: number | null;
  has_inbox_seat: boolean;
  team_ids: number[];
  role: AdminRole | null;
}

export interface TeamRow {
  readonly id: string;
  name: string;
}

export interface TagRow {
  readonly id: string;
  name: string;
}

export interface NoteRow {
  readonly id: string;
  readonly created_at: number;
  readonly admin_id: string | null;
  readonly body: string;
}

export interface ContactRow {
  readonly id: string;
  external_id: string | null;
  role: string;
  email: string | null;
  phone: string | null;
  name: string | null;
  avatar: string | null;
  owner_id: number | null;
  unsubscribed_from_emails: boolean;
  archived: boolean;
  created_at: number;
  updated_at: number;
  signed_up_at: number | null;
  last_seen_at: number | null;
  custom_attributes: Record<string, unknown>;
  tag_ids: string[];
  notes: NoteRow[];
}

export interface AuthorRow {
  readonly type: "admin" | "user" | "lead" | "bot";
  readonly id: string;
}

export interface PartRow {
  readonly id: string;
  readonly part_type: string;
  readonly body: string | null;
  readonly created_at: number;
  readonly author: AuthorRow;
  readonly assigned_to: { readonly type: "admin" | "team"; readonly id: string } | null;
}

export interface ConversationRow {
  readonly id: string;
  title: string | null;
  readonly created_at: number;
  updated_at: number;
  snoozed_until: number | null;
  state: "open" | "closed" | "snoozed";
  read: boolean;
  priority: "priority" | "not_priority";
  /** Null when nobody is assigned. */
  admin_assignee_id: number | null;
  team_assignee_id: string | null;
  company_id: string | null;
  tag_ids: string[];
  contact_ids: string[];
  readonly source: { readonly body: string; readonly author: AuthorRow };
  parts: PartRow[];
  custom_attributes: Record<string, unknown>;
}

export interface ArticleRow {
  readonly id: string;
  title: string;
  description: string | null;
  body: string | null;
  author_id: number;
  state: "published" | "draft";
  readonly created_at: number;
  updated_at: number;
  parent_id: number | null;
  parent_type: string | null;
}

export interface EventRow {
  readonly id: string;
  readonly contact_id: string;
  readonly event_name: string;
  readonly created_at: number;
  readonly metadata: Readonly<Record<string, unknown>>;
}

export interface ActivityRow {
  readonly id: string;
  readonly admin_id: string;
  readonly activity_type: string;
  readonly activity_description: string;
  readonly created_at: number;
  readonly metadata: Readonly<Record<string, unknown>>;
}

/** One Intercom workspace. Tests may change any row; the next answer shows it. */
export interface Workspace {
  readonly id_code: string;
  name: string;
  region: "US" | "EU" | "AU";
  readonly created_at: number;
  admins: AdminRow[];
  teams: TeamRow[];
  contacts: ContactRow[];
  conversations: ConversationRow[];
  articles: ArticleRow[];
  tags: TagRow[];
  events: EventRow[];
  activities: ActivityRow[];
  /** The number of the row created last: ids are made of it. */
  last_number: number;
}

/** The next number for an id; no two rows of a workspace share one. */
export function nextNumber(workspace: Workspace): number {
  workspace.last_number += 1;
  return workspace.last_number;
}

export function unixNow(): number {
  return Math.floor(Date.now() / 1000);
}
