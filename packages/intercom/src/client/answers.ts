import type { IntercomRegion } from "@intercom-rbac/core";
import { z } from "zod";
import { intercomFailed } from "./intercom-failed.ts";
import { isRegion } from "./regions.ts";

/** A teammate, with the ids that a role directory maps by. */
export interface WorkspaceAdmin {
  readonly id: string;
  readonly name: string | undefined;
  readonly email: string | undefined;
  readonly teamIds: readonly string[];
  /** Intercom's role; null for an admin without one. The name can be edited, the id cannot. */
  readonly role: { readonly id: string; readonly name: string | undefined } | null;
}

export interface WorkspaceTeam {
  readonly id: string;
  readonly name: string | undefined;
  readonly adminIds: readonly string[];
}

/** Whose token it is, and of which workspace. */
export interface Identity {
  readonly admin: {
    readonly id: string;
    readonly name: string | undefined;
    readonly email: string;
    readonly emailVerified: boolean;
  };
  /** Intercom's `app.id_code`. */
  readonly workspaceId: string;
  readonly workspaceName: string | undefined;
  readonly region: IntercomRegion;
}

/** Ids come as numbers from some places and as strings from others. 15 digits are exact as a number, too. */
const id = z
  .union([
    z.string().regex(/^(?:0|[1-9]\d{0,14})$/),
    z.int().nonnegative().max(999_999_999_999_999),
  ])
  .transform(String);

const ids = z
  .array(id)
  .nullish()
  .transform((found) => found ?? []);

const text = z
  .string()
  .nullish()
  .transform((found) => found ?? undefined);

// Absent for an admin without a role, and for everybody before API version 2.16.
const role = z
  .object({ id: z.union([z.string().min(1).max(64), z.int()]).transform(String), name: text })
  .nullish()
  .transform((found) => found ?? null);

const admin = z
  .object({ id, name: text, email: text, team_ids: ids, role })
  .transform(({ team_ids: teamIds, ...rest }): WorkspaceAdmin => ({ ...rest, teamIds }));

const team = z
  .object({ id, name: text, admin_ids: ids })
  .transform(({ admin_ids: adminIds, ...rest }): WorkspaceTeam => ({ ...rest, adminIds }));

const region = z
  .string()
  .transform((name) => name.toUpperCase())
  .refine((name): name is IntercomRegion => isRegion(name));

const identity = z
  .object({
    id,
    name: text,
    email: z.string(),
    email_verified: z.boolean(),
    app: z.object({ id_code: z.string().min(1).max(100), name: text, region }),
  })
  .transform(
    ({ app, email_verified: emailVerified, ...rest }): Identity => ({
      admin: { ...rest, emailVerified },
      workspaceId: app.id_code,
      workspaceName: app.name,
      region: app.region,
    }),
  );

/** Intercom's reference lets an element of its lists be null. */
function filled<Item>(list: readonly (Item | null)[]): Item[] {
  return list.filter((item) => item !== null);
}

const admins = z.object({ admins: z.array(admin.nullable()).transform(filled) });
const teams = z.object({ teams: z.array(team.nullable()).transform(filled) });

/** Names the first field that is not what it should be, and no value. */
function parsed<Output>(method: string, schema: z.ZodType<Output>, data: unknown): Output {
  const { success, data: output, error } = schema.safeParse(data);
  if (success) return output;
  const path = error.issues[0]?.path.map(String).join(".") ?? "";
  const details = { reason: "answer-invalid" } as const;
  const where = path === "" ? method : `${method}, ${path}`;
  throw intercomFailed(details, where);
}

/** What `admins.list` answered. Throws `ERR_RBAC_INTERCOM_FAILED` (`answer-invalid`). */
export function parseAdmins(data: unknown): readonly WorkspaceAdmin[] {
  return parsed("admins.list", admins, data).admins;
}

/** What `teams.list` answered. Throws `ERR_RBAC_INTERCOM_FAILED` (`answer-invalid`). */
export function parseTeams(data: unknown): readonly WorkspaceTeam[] {
  return parsed("teams.list", teams, data).teams;
}

/** What `admins.identify` answered. Throws `ERR_RBAC_INTERCOM_FAILED` (`answer-invalid`). */
export function parseIdentity(data: unknown): Identity {
  return parsed("admins.identify", identity, data);
}
