const { Router } = require("express");
const { atLeast } = require("../lib/check-permission");
const { settings } = require("../lib/data");
const users = require("../lib/users");

const router = Router();

router.get("/settings", (_req, res) => {
  res.json(settings);
});

router.put("/settings", atLeast("owner"), (req, res) => {
  settings.deskName = req.body.deskName;
  res.json(settings);
});

router.put("/users/:id/role", async (req, res) => {
  const user = await users.findById(req.params.id);
  if (!user) return res.status(404).json({ error: "Not Found" });
  await users.setRole(user.id, req.body.role);
  res.json({ id: user.id, role: user.role });
});

router.delete("/users/:id", atLeast("owner"), async (req, res) => {
  await users.remove(req.params.id);
  res.status(204).end();
});

module.exports = router;
