const { randomBytes } = require("node:crypto");
const { publicRoute } = require("@intercom-rbac/express");
const express = require("express");
const session = require("express-session");
const { checkPermission, errorHandler } = require("./lib/check-permission");
const { contacts, conversations } = require("./lib/data");
const passport = require("./lib/login");

const app = express();
app.use(express.json());
app.use(
  session({
    secret: process.env.SESSION_SECRET || randomBytes(32).toString("hex"),
    resave: false,
    saveUninitialized: false,
    cookie: { sameSite: "lax" },
  }),
);
app.use(passport.session());

app.get("/health", publicRoute("asked by the load balancer"), (_req, res) => {
  res.json({ ok: true });
});

app.post("/login", publicRoute("the login itself"), passport.authenticate("local"), (req, res) => {
  res.json({ id: req.user.id, username: req.user.username });
});

app.post("/logout", publicRoute("ends no session but one's own"), (req, res, next) => {
  req.logout((error) => (error ? next(error) : res.status(204).end()));
});

app.use("/contacts", require("./routes/contacts"));
app.use("/conversations", require("./routes/conversations"));

app.get("/admin/usage", checkPermission("usage:read"), (_req, res) => {
  res.json({ contacts: contacts.size, conversations: conversations.size });
});

app.use("/admin", require("./routes/admin"));

app.use(errorHandler());
app.use((error, _req, res, _next) => {
  res.status(error.status || 500).json({ error: "Something went wrong" });
});

module.exports = app;
