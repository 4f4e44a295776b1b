const { Router } = require("express");
const { checkPermission } = require("../lib/check-permission");
const { contacts } = require("../lib/data");

const router = Router();

router.get("/", checkPermission("contacts:read"), (_req, res) => {
  res.set("X-Total-Count", String(contacts.size)).json([...contacts.values()]);
});

router.get("/:id", checkPermission("contacts:read"), (req, res) => {
  const contact = contacts.get(req.params.id);
  if (!contact) return res.status(404).json({ error: "Not Found" });
  res.json(contact);
});

const touched = (req) => Object.keys(req.body);
router.patch("/:id", checkPermission("contacts:write", { fields: touched }), (req, res) => {
  const contact = contacts.get(req.params.id);
  if (!contact) return res.status(404).json({ error: "Not Found" });
  res.json(Object.assign(contact, req.body, { id: contact.id }));
});

router.delete("/:id", checkPermission("contacts:delete"), (req, res) => {
  contacts.delete(req.params.id);
  res.status(204).end();
});

module.exports = router;
