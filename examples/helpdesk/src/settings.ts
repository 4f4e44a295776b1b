/**
 * Intercom's ids, which the workspace's owner finds by `npm start` with their own `INTERCOM_ACCESS_TOKEN`; these are the
 * demo workspace's. Never names: whoever may rename a role could make themselves an owner.
 */
export const settings = {
  roles: {
    owners: ["1001"],
    byRoleId: { "102": ["admin"], "103": ["teammate"] },
    byTeamId: { "5003": ["dispatcher"] },
  },
  topics: { billing: "5001", technical: "5002", contracts: "5003" },
} as const;

export function isOwner(adminId: string): boolean {
  return settings.roles.owners.some((owner) => owner === adminId);
}
