const { scrypt, timingSafeEqual } = require("node:crypto");
const { promisify } = require("node:util");

// Stands for the table `users`. The role is a text column: somebody types it, or an import does. Three rows show what
// may stand there. Everybody's password is "demo".
const rows = [
  ["u1", "olga", "owner", "a95d5601:116240070e040bf5a1bde4261a7261c8"],
  ["u2", "max", "admin", "eeb5ad17:90e27a0ee35d66e5a5b2a14678775a1f"],
  ["u3", "ana", "agent", "971f8509:8ed3455c509701b0a77c38ff7ad54791"],
  ["u4", "ben", "agent", "0f4a707f:aab5d46a46d639c11ba5282c2ba7c079"],
  ["u5", "bill", "billing", "c9475dec:e3e101027b89eb4209379c5f72b7e2c6"],
  ["u6", "nora", "constructor", "31de2fc0:1dccbb8b742c00608c3115c48a36403a"],
  ["u7", "theo", "__proto__", "67bfdfc1:3991c45fc16ba1e50c2d57dab5eb7c4e"],
  ["u8", "tess", "toString", "d9278ad2:899f788c89d6558530c8451a331aa158"],
];
const users = new Map(
  rows.map(([id, username, role, password]) => [id, { id, username, role, password }]),
);

async function findById(id) {
  return users.get(id);
}

async function findByUsername(username) {
  return [...users.values()].find((user) => user.username === username);
}

async function hasPassword(user, password) {
  const [salt, hash] = user.password.split(":");
  const given = await promisify(scrypt)(password, salt, 16);
  return timingSafeEqual(given, Buffer.from(hash, "hex"));
}

async function setRole(id, role) {
  const user = users.get(id);
  if (user !== undefined) user.role = role;
}

async function remove(id) {
  users.delete(id);
}

module.exports = { findById, findByUsername, hasPassword, setRole, remove };
