/**
 * The first version of the API whose admins have roles, asked for with each call that needs them, whatever the client
 * itself is pinned to. By header, since the SDK's own option stops at 2.14.
 */
export const ROLES_VERSION: { readonly headers: { readonly "Intercom-Version": string } } = {
  headers: { "Intercom-Version": "2.16" },
};
