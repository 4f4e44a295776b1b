import { z } from "zod";
import { intercomFailed } from "../client/intercom-failed.ts";

/** An entry of the activity log, as far as it matters here. */
export interface Activity {
  readonly id: string;
  readonly type: string;
  /** Unix seconds. */
  readonly at: number;
}

export interface ActivityPage {
  readonly activities: readonly Activity[];
  readonly hasNext: boolean;
}

const entry = z
  .object({ id: z.string(), activity_type: z.string(), created_at: z.number() })
  .transform(({ id, activity_type: type, created_at: at }): Activity => ({ id, type, at }));

const page = z
  .object({
    activity_logs: z.array(entry.nullable()),
    pages: z.object({ next: z.unknown().optional() }).nullish(),
  })
  .transform(
    ({ activity_logs: logs, pages }): ActivityPage => ({
      activities: logs.filter((log) => log !== null),
      hasNext: (pages?.next ?? null) !== null,
    }),
  );

/** What `admins.listAllActivityLogs` answered. Throws `ERR_RBAC_INTERCOM_FAILED` (`answer-invalid`). */
export function parseActivityPage(data: unknown): ActivityPage {
  const { success, data: output } = page.safeParse(data);
  if (success) return output;
  const details = { reason: "answer-invalid" } as const;
  throw intercomFailed(details, "admins.listAllActivityLogs");
}
