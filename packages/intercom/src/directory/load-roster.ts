import { OptionInvalidError } from "@intercom-rbac/core";
import type { IntercomClient } from "intercom-client";
import type { WorkspaceAdmin } from "../client/answers.ts";
import { parseAdmins, parseIdentity, parseTeams } from "../client/answers.ts";
import { intercomFailed } from "../client/intercom-failed.ts";
import { toIntercomFailure } from "../client/intercom-failure.ts";
import { ROLES_VERSION } from "../client/roles-version.ts";
import type { RoleRules } from "./role-mapping.ts";
import type { Roster } from "./roster.ts";
import { createRoster } from "./roster.ts";

export interface RosterLoaderOptions {
  readonly client: IntercomClient;
  readonly rules: RoleRules;
  readonly scopes: readonly string[] | undefined;
  /** Learnt from Intercom by the first load that succeeds, unless told. */
  readonly workspaceId: string | undefined;
  readonly maxAdmins: number;
  /** How long a load may take, in milliseconds. */
  readonly loadMs: number;
}

function checkAdmins(admins: readonly WorkspaceAdmin[], maxAdmins: number): void {
  if (admins.length > maxAdmins) {
    throw new OptionInvalidError(
      `the workspace has ${admins.length} admins, and options.maxAdmins of createRoleDirectory is ${maxAdmins}. Raise it.`,
    );
  }
  const ids = new Set(admins.map(({ id }) => id));
  if (ids.size < admins.length) {
    const details = { reason: "answer-invalid" } as const;
    const where = "admins.list, the same id twice";
    throw intercomFailed(details, where);
  }
}

/** Rejects with `timeout` at the deadline, of clients too that do not heed their signal. */
async function within<Answer>(
  ms: number,
  ask: (signal: AbortSignal) => Promise<Answer>,
): Promise<Answer> {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const details = { reason: "timeout" } as const;
      reject(intercomFailed(details, "options.loadMs"));
    }, ms);
  });
  try {
    return await Promise.race([ask(controller.signal), deadline]);
  } catch (error) {
    throw toIntercomFailure(error) ?? error;
  } finally {
    clearTimeout(timer);
    // Of the calls of one load, the others are of no use when one has failed.
    controller.abort();
  }
}

/**
 * Asks Intercom for everybody of the workspace.
 *
 * Rejects with `ERR_RBAC_INTERCOM_FAILED`, and with `ERR_RBAC_OPTION_INVALID` for more admins than may be held.
 */
export function createRosterLoader(options: RosterLoaderOptions): () => Promise<Roster> {
  const { client, rules, scopes, maxAdmins, loadMs } = options;
  let workspace = options.workspaceId;
  return () =>
    within(loadMs, async (abortSignal) => {
      const request = { ...ROLES_VERSION, abortSignal };
      const [identity, admins, teams] = await Promise.all([
        workspace === undefined ? client.admins.identify(request) : undefined,
        client.admins.list(request).then(parseAdmins),
        rules.usesTeams ? client.teams.list(request).then(parseTeams) : [],
      ]);
      checkAdmins(admins, maxAdmins);
      const workspaceId = workspace ?? parseIdentity(identity).workspaceId;
      workspace = workspaceId;
      const teamIds = new Set(teams.map(({ id }) => id));
      return createRoster(rules, { admins, teamIds, workspaceId, scopes });
    });
}
