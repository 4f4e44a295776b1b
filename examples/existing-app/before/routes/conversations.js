const { Router } = require("express");
const { checkPermission } = require("../lib/check-permission");
const { conversations } = require("../lib/data");

const router = Router();

router.get("/", checkPermission("conversations:read"), (_req, res) => {
  res.json([...conversations.values()]);
});

router.get("/:id", checkPermission("conversations:read"), (req, res) => {
  const conversation = conversations.get(req.params.id);
  if (!conversation) return res.status(404).json({ error: "Not Found" });
  res.json(conversation);
});

router.post("/:id/reply", checkPermission("conversations:reply"), (req, res) => {
  const conversation = conversations.get(req.params.id);
  if (!conversation) return res.status(404).json({ error: "Not Found" });
  conversation.messages.push(req.body.text);
  res.status(201).json(conversation);
});

router.post("/:id/close", checkPermission("conversations:close"), (req, res) => {
  const conversation = conversations.get(req.params.id);
  if (!conversation) return res.status(404).json({ error: "Not Found" });
  conversation.state = "closed";
  res.json(conversation);
});

router.get("/:id/transcript", (req, res) => {
  const conversation = conversations.get(req.params.id);
  if (!conversation) return res.status(404).json({ error: "Not Found" });
  res.type("text/plain").send(conversation.messages.join("\n"));
});

module.exports = router;
