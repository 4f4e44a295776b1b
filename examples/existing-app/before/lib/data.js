// Stands for the database of the desk.
const contacts = new Map([
  ["k1", { id: "k1", name: "Ada Lovelace", phone: "+44 20 1", plan: "free" }],
  ["k2", { id: "k2", name: "Grace Hopper", phone: "+1 212 2", plan: "pro" }],
]);

const conversations = new Map([
  ["c1", { id: "c1", assigneeId: "u3", state: "open", messages: ["Where is my order?"] }],
  ["c2", { id: "c2", assigneeId: "u4", state: "open", messages: ["My card was charged twice."] }],
  ["c3", { id: "c3", assigneeId: null, state: "open", messages: ["Do you ship to Malta?"] }],
]);

const settings = { deskName: "Northwind Support", slackToken: "xoxb-of-the-desk" };

module.exports = { contacts, conversations, settings };
