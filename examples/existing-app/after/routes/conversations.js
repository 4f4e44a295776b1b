const { Router } = require("express");
const { checkPermission, rbac } = require("../lib/check-permission");
const { conversations } = require("../lib/data");

const router = Router();

// The guards load the row, answer 404 if there is none, and hand it on.
const resource = (req) => conversations.get(req.params.id);
const reading = checkPermission("conversations:read", { resource });
const replying = checkPermission("conversations:reply", { resource });
const closing = checkPermission("conversations:close", { resource });

router.get("/", checkPermission("conversations:read", { list: true }), (req, res) => {
  res.json(rbac(req).filter("conversations:read", [...conversations.values()]));
});

router.get("/:id", reading, (req, res) => {
  const conversation = reading.of(req).resource;
  res.json(conversation);
});

router.post("/:id/reply", replying, (req, res) => {
  const conversation = replying.of(req).resource;
  conversation.messages.push(req.body.text);
  res.status(201).json(conversation);
});

router.post("/:id/close", closing, (req, res) => {
  const conversation = closing.of(req).resource;
  conversation.state = "closed";
  res.json(conversation);
});

router.get("/:id/transcript", reading, (req, res) => {
  const conversation = reading.of(req).resource;
  res.type("text/plain").send(conversation.messages.join("\n"));
});

module.exports = router;
