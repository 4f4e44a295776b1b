import type { IntercomClient } from "intercom-client";
import { refuseGuarded } from "../guard/guarded-clients.ts";
import type { Identity, WorkspaceAdmin, WorkspaceTeam } from "./answers.ts";
import { parseAdmins, parseIdentity, parseTeams } from "./answers.ts";
import { intercomFailed } from "./intercom-failed.ts";
import { toIntercomFailure } from "./intercom-failure.ts";
import { notedRegion } from "./regions.ts";
import { ROLES_VERSION } from "./roles-version.ts";

/** What a token gives access to. */
export interface Connection extends Identity {
  readonly admins: readonly WorkspaceAdmin[];
  readonly teams: readonly WorkspaceTeam[];
}

async function typed<Answer>(call: PromiseLike<Answer>): Promise<Answer> {
  try {
    return await call;
  } catch (error) {
    throw toIntercomFailure(error) ?? error;
  }
}

/**
 * Asks Intercom whose token the client has, of which workspace, and for the admins and teams to map roles by. For the
 * start of an app, and for its operator.
 *
 * Rejects with `ERR_RBAC_INTERCOM_FAILED`, whose message says what to do; `wrong-region` when the client was made for a
 * region and the workspace is in another. Rejects with `ERR_RBAC_OPTION_INVALID` for a guarded client.
 *
 * @example
 * const { workspaceId, admins } = await verifyConnection(createIntercomClient());
 * for (const { id, name, role } of admins) console.log(id, name, role?.id, role?.name);
 */
export async function verifyConnection(client: IntercomClient): Promise<Connection> {
  refuseGuarded("verifyConnection", client);
  const identity = parseIdentity(await typed(client.admins.identify(ROLES_VERSION)));
  const wanted = notedRegion(client);
  if (wanted !== undefined && wanted !== identity.region) {
    const details = { reason: "wrong-region" } as const;
    const where = `${identity.region}, not ${wanted}`;
    throw intercomFailed(details, where);
  }
  const [admins, teams] = await Promise.all([
    typed(client.admins.list(ROLES_VERSION)).then(parseAdmins),
    typed(client.teams.list(ROLES_VERSION)).then(parseTeams),
  ]);
  return { ...identity, admins, teams };
}
