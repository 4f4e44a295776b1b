const { Router } = require("express");
const { checkPermission } = require("../lib/check-permission");
const { contacts } = require("../lib/data");

const router = Router();

const needed = { GET: "contacts:read", PATCH: "contacts:write", DELETE: "contacts:delete" };
router.use((req, res, next) => {
  const permission = needed[req.method];
  return permission ? checkPermission(permission)(req, res, next) : next();
});

router.get("/", (_req, res) => {
  res.set("X-Total-Count", String(contacts.size)).json([...contacts.values()]);
});

router.get("/:id", (req, res) => {
  const contact = contacts.get(req.params.id);
  if (!contact) return res.status(404).json({ error: "Not Found" });
  res.json(contact);
});

router.patch("/:id", (req, res) => {
  const contact = contacts.get(req.params.id);
  if (!contact) return res.status(404).json({ error: "Not Found" });
  res.json(Object.assign(contact, req.body, { id: contact.id }));
});

router.delete("/:id", (req, res) => {
  contacts.delete(req.params.id);
  res.status(204).end();
});

module.exports = router;
