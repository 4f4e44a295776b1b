import { z } from "zod";
import type { Operation } from "../operation.ts";
import { ID, NOTHING, ok, operation } from "../operation.ts";
import { cutPage, PER_PAGE } from "../pages.ts";
import { Refusal } from "../refusal.ts";
import type { ActivityRow, AdminRow, Workspace } from "../workspace.ts";

const ONE_ADMIN = z.object({ ids: z.object({ admin_id: ID }) });

const UNIX_SECONDS = z.coerce.number().int().nonnegative();

export const adminOperations: readonly Operation[] = [
  operation(
    {
      method: "GET",
      path: "/me",
      sdk: "admins.identify",
      scopes: ["Read one admin", "Read admins"],
    },
    NOTHING,
    ({ workspace, admin, version }) => ok(toMe(workspace, admin, version)),
  ),
  operation(
    { method: "GET", path: "/admins", sdk: "admins.list", scopes: ["Read admins"] },
    NOTHING,
    ({ workspace, version }) =>
      ok({
        type: "admin.list",
        admins: workspace.admins.map((admin) => toAdmin(admin, version)),
      }),
  ),
  operation(
    {
      method: "GET",
      path: "/admins/activity_logs",
      sdk: "admins.listAllActivityLogs",
      scopes: ["Read admin activity logs"],
    },
    z.object({
      query: z.object({
        created_at_after: UNIX_SECONDS,
        created_at_before: UNIX_SECONDS.optional(),
        page: z.coerce.number().int().min(1).optional(),
        per_page: PER_PAGE.optional(),
      }),
    }),
    ({ workspace, query }) => {
      const { created_at_after: after, created_at_before: before } = query;
      const found = workspace.activities
        .filter(
          (row) => row.created_at >= after && (before === undefined || row.created_at <= before),
        )
        .sort((a, b) => b.created_at - a.created_at);
      const { rows, pages } = cutPage(found, query, 20);
      return ok({
        type: "activity_log.list",
        pages,
        activity_logs: rows.map((row) => toActivity(workspace, row)),
      });
    },
  ),
  operation(
    {
      method: "GET",
      path: "/admins/{admin_id}",
      sdk: "admins.find",
      scopes: ["Read one admin", "Read admins"],
    },
    ONE_ADMIN,
    ({ workspace, version, ids }) => ok(toAdmin(findAdmin(workspace, ids.admin_id), version)),
  ),
  operation(
    {
      method: "PUT",
      path: "/admins/{admin_id}/away",
      sdk: "admins.away",
      scopes: ["Update admins"],
    },
    ONE_ADMIN.extend({
      body: z.strictObject({
        away_mode_enabled: z.boolean(),
        away_mode_reassign: z.boolean(),
        away_status_reason_id: z.number().int().optional(),
      }),
    }),
    ({ workspace, version, ids, body }) => {
      const admin = findAdmin(workspace, ids.admin_id);
      admin.away_mode_enabled = body.away_mode_enabled;
      admin.away_mode_reassign = body.away_mode_reassign;
      admin.away_status_reason_id = body.away_status_reason_id ?? null;
      return ok(toAdmin(admin, version));
    },
  ),
];

/** @throws Refusal 404 `admin_not_found`. */
export function findAdmin(workspace: Workspace, id: string): AdminRow {
  const admin = workspace.admins.find((row) => row.id === id);
  if (admin === undefined) throw new Refusal(404, "admin_not_found", "Admin not found");
  return admin;
}

/** What both `/admins` and `/me` show; `role` is known to API 2.16 only. */
function toTeammate(admin: AdminRow, version: string): object {
  const { id, name, email, job_title, away_mode_enabled, away_mode_reassign, role } = admin;
  return {
    type: "admin",
    id,
    name,
    email,
    job_title,
    away_mode_enabled,
    away_mode_reassign,
    has_inbox_seat: admin.has_inbox_seat,
    team_ids: [...admin.team_ids],
    avatar: { type: "avatar", image_url: null },
    ...(version === "2.16" && { role: role === null ? null : { ...role } }),
  };
}

function toAdmin(admin: AdminRow, version: string): object {
  return {
    ...toTeammate(admin, version),
    away_status_reason_id: admin.away_status_reason_id,
    team_priority_level: { primary_team_ids: [...admin.team_ids], secondary_team_ids: [] },
  };
}

function toMe(workspace: Workspace, admin: AdminRow, version: string): object {
  const { id_code, name, region, created_at } = workspace;
  return {
    ...toTeammate(admin, version),
    email_verified: admin.email_verified,
    app: {
      type: "app",
      id_code,
      name,
      region,
      timezone: "America/Los_Angeles",
      created_at,
      identity_verification: false,
    },
  };
}

function toActivity(workspace: Workspace, row: ActivityRow): object {
  const { admin_id: id, ...shown } = row;
  const email = workspace.admins.find((admin) => admin.id === id)?.email ?? null;
  return { ...shown, performed_by: { type: "admin", id, email, ip: "127.0.0.1" } };
}
