const users = require("./users");

const permissions = {
  billing: ["usage:read"],
  agent: ["contacts:read", "contacts:write", "conversations:read", "conversations:reply"],
  admin: [
    "contacts:read",
    "contacts:write",
    "conversations:read",
    "conversations:reply",
    "conversations:close",
    "usage:read",
  ],
  owner: [
    "contacts:read",
    "contacts:write",
    "contacts:delete",
    "conversations:read",
    "conversations:reply",
    "conversations:close",
    "usage:read",
  ],
};

const rank = { agent: 1, admin: 2, owner: 3 };

/** The role as it is now, and not as it was at login. */
async function roleOf(req) {
  // While developing: look at the app as somebody else.
  if (process.env.NODE_ENV !== "production" && req.get("x-role")) return req.get("x-role");
  const user = (req.user && (await users.findById(req.user.id))) || { role: "agent" };
  return user.role;
}

function checkPermission(permission) {
  return async (req, res, next) => {
    const granted = permissions[await roleOf(req)] || [];
    if (!granted.includes(permission)) return res.status(403).json({ error: "Forbidden" });
    next();
  };
}

function atLeast(role) {
  return async (req, res, next) => {
    if (rank[await roleOf(req)] < rank[role]) return res.status(403).json({ error: "Forbidden" });
    next();
  };
}

module.exports = { checkPermission, atLeast };
