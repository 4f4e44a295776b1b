/** Few names, so that what is generated meets: rows, principals and conditions speak of the same things. */

/** `all` and `manage` are wildcards to CASL and plain names to a policy. */
export const RESOURCES = ["contacts", "conversations", "all"] as const;
export const ACTIONS = ["read", "write", "manage"] as const;
/** Brought in by an extension, after the base roles wrote their wildcards. */
export const ADDED = { reports: ["read", "manage"], contacts: ["archive"] } as const;

export const ROLES = ["guest", "agent", "OWNER", "org:admin", "flows.write", "lead"] as const;
/** No policy has them; the last two are on every object's prototype. */
export const UNKNOWN_ROLES = ["ghost", "constructor", "__proto__"] as const;

export const SCOPES = ["s:read", "s:write", "s:admin"] as const;
/** What rules name as `fields`; checks name one more, which only a rule without `fields` covers. */
export const FIELDS = ["name", "email", "status"] as const;
export const ASKED_FIELDS = [...FIELDS, "phone"] as const;

/** Where a condition may look on a row, and the attributes that may stand beside it. */
export const PATHS = ["ownerId", "status", "level", "tags", "org.id", "open"] as const;
export const ATTRIBUTES = ["id", "teamIds", "level", "org.id", "status"] as const;
