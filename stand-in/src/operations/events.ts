import { z } from "zod";
import type { Operation } from "../operation.ts";
import { ID, ok, operation } from "../operation.ts";
import { PER_PAGE } from "../pages.ts";
import { Refusal } from "../refusal.ts";
import type { ContactRow, Workspace } from "../workspace.ts";
import { nextNumber } from "../workspace.ts";
import type { ContactNaming } from "./contact-view.ts";
import { findContact } from "./contact-view.ts";

const WHO = {
  id: ID.optional(),
  intercom_user_id: ID.optional(),
  user_id: ID.optional(),
  email: z.email().optional(),
};

/** The metadata's values that Intercom knows how to show: a rich link, an amount, or plain. */
const METADATA = z
  .record(
    z.string(),
    z.union([z.string(), z.number(), z.boolean(), z.null(), z.record(z.string(), z.unknown())]),
  )
  .refine((metadata) => Object.keys(metadata).length <= 20);

export const eventOperations: readonly Operation[] = [
  operation(
    { method: "POST", path: "/events", sdk: "events.create", scopes: ["Write events"] },
    z.object({
      body: z.strictObject({
        ...WHO,
        event_name: z.string().min(1).max(120),
        created_at: z.number().int().positive(),
        metadata: METADATA.optional(),
      }),
    }),
    ({ workspace, body }) => {
      workspace.events.push({
        id: String(nextNumber(workspace)),
        contact_id: findNamed(workspace, body).id,
        event_name: body.event_name,
        created_at: body.created_at,
        metadata: body.metadata ?? {},
      });
      return { status: 202, body: undefined };
    },
  ),
  operation(
    { method: "GET", path: "/events", sdk: "events.list", scopes: ["Read events"] },
    z.object({
      query: z.object({
        ...WHO,
        type: z.literal("user"),
        summary: z.enum(["true", "false"]).optional(),
        per_page: PER_PAGE.optional(),
      }),
    }),
    ({ workspace, query }) => {
      const contact = findNamed(workspace, query);
      const events = workspace.events
        .filter((row) => row.contact_id === contact.id)
        .sort((a, b) => b.created_at - a.created_at)
        .slice(0, query.per_page ?? 50)
        .map(({ contact_id: _contact, ...row }) => ({
          type: "event",
          ...row,
          intercom_user_id: contact.id,
          user_id: contact.external_id,
          email: contact.email,
        }));
      return ok({ type: "event.list", events, pages: {} });
    },
  ),
];

/** @throws Refusal 400 when nobody is named, 404 when nobody is found. */
function findNamed(workspace: Workspace, naming: ContactNaming): ContactRow {
  if (!(naming.id ?? naming.intercom_user_id ?? naming.user_id ?? naming.email)) {
    throw new Refusal(400, "parameter_not_found", "id, user_id or email is required", "id");
  }
  return findContact(workspace, naming);
}
