export interface Contact {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly location: string;
}

export interface Conversation {
  readonly id: string;
  readonly contactId: string;
  readonly subject: string;
  readonly vip: boolean;
  readonly assigneeId: string;
  readonly state: "open" | "closed";
  readonly replies: readonly { readonly from: string; readonly text: string }[];
}

export interface Article {
  readonly id: string;
  readonly title: string;
  readonly published: boolean;
}

export interface Settings {
  readonly officeHours: string;
}

/** Everything the desk keeps, in memory: gone when the process ends. */
export interface Desk {
  readonly contacts: Map<string, Contact>;
  readonly conversations: Map<string, Conversation>;
  readonly articles: Map<string, Article>;
  settings: Settings;
}

export function createDesk(): Desk {
  return {
    contacts: byId([
      { id: "p1", name: "Grace Park", email: "grace@example.com", location: "Seoul" },
      { id: "p2", name: "Liam Costa", email: "liam@example.com", location: "Lisbon" },
      { id: "p3", name: "Test Person", email: "test@example.com", location: "Nowhere" },
    ]),
    conversations: byId([
      conversation("c1", "p1", "Parcel has not arrived", { assigneeId: "nina", vip: false }),
      conversation("c2", "p2", "Contract renewal", { assigneeId: "adam", vip: true }),
      conversation("c3", "p1", "Invoice address", { assigneeId: "ana", vip: false }),
    ]),
    articles: byId([
      { id: "a1", title: "How to return a parcel", published: true },
      { id: "a2", title: "Delivery abroad", published: false },
    ]),
    settings: { officeHours: "08:00-18:00" },
  };
}

function conversation(
  id: string,
  contactId: string,
  subject: string,
  { assigneeId, vip }: Pick<Conversation, "assigneeId" | "vip">,
): Conversation {
  return { id, contactId, subject, vip, assigneeId, state: "open", replies: [] };
}

function byId<Row extends { readonly id: string }>(rows: readonly Row[]): Map<string, Row> {
  return new Map(rows.map((row) => [row.id, row]));
}
