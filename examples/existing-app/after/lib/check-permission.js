const { definePolicy, principal } = require("@intercom-rbac/core");
const { createRbac } = require("@intercom-rbac/express");
const users = require("./users");

const policy = definePolicy({
  permissions: {
    contacts: ["read", "write", "delete"],
    conversations: ["read", "reply", "close"],
    usage: ["read"],
    settings: ["read", "write"],
    users: ["write", "delete"],
  },
  roles: {
    billing: { can: ["usage:read"] },
    agent: {
      can: [
        "contacts:read",
        { permission: "contacts:write", fields: ["name", "phone"] },
        {
          permission: ["conversations:read", "conversations:reply"],
          when: { assigneeId: principal("id") },
        },
      ],
    },
    admin: {
      can: [
        "contacts:read",
        "contacts:write",
        "conversations:*",
        "usage:read",
        "settings:read",
        { permission: "users:write", when: { role: { $ne: "owner" } } },
      ],
    },
    owner: { can: ["*"] },
  },
});

const { requirePermission, handler, rbac, errorHandler } = createRbac({
  policy,
  /**
   * The role as it is now, and not as it was at login.
   * @param {import("node:http").IncomingMessage & { user?: { id: string } }} req
   */
  principal: async (req) => {
    const user = req.user && (await users.findById(req.user.id));
    return user && { id: user.id, roles: [user.role] };
  },
});

module.exports = { policy, checkPermission: requirePermission, handler, rbac, errorHandler };
