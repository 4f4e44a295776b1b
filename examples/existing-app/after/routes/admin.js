const { Router } = require("express");
const { checkPermission, handler } = require("../lib/check-permission");
const { settings } = require("../lib/data");
const users = require("../lib/users");

const router = Router();

router.get("/settings", checkPermission("settings:read"), (_req, res) => {
  res.json(settings);
});

router.put("/settings", checkPermission("settings:write"), (req, res) => {
  settings.deskName = req.body.deskName;
  res.json(settings);
});

const resource = (req) => users.findById(req.params.id);
const changing = checkPermission("users:write", { resource });
router.put(
  "/users/:id/role",
  changing,
  handler(async (req, res) => {
    const { resource: user, principal, policy } = changing.of(req);
    const to = String(req.body.role);
    // Nobody hands on more than they hold, and nobody is given a role that there is not.
    if (!policy.canAssign(principal, { from: [user.role], to: [to] })) {
      return res.status(403).json({ error: "Forbidden" });
    }
    await users.setRole(user.id, to);
    res.json({ id: user.id, role: user.role });
  }),
);

router.delete(
  "/users/:id",
  checkPermission("users:delete"),
  handler(async (req, res) => {
    await users.remove(req.params.id);
    res.status(204).end();
  }),
);

module.exports = router;
