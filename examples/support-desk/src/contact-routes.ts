import type { Request } from "express";
import { Router } from "express";
import { requirePermission } from "./access.ts";
import type { Contact, Desk } from "./data.ts";

type ContactField = keyof Contact;
const fieldNames: readonly ContactField[] = ["id", "name", "email", "location"];
const listed: readonly ContactField[] = ["id", "name"];

/** `?fields=name,email`; names that are no field are left out, and without any it is id and name. */
function requestedFields(req: Request): readonly ContactField[] {
  const asked = String(req.query["fields"] ?? "").split(",");
  const known = fieldNames.filter((name) => asked.includes(name));
  return known.length === 0 ? listed : known;
}

function pick(contact: Contact, fields: readonly ContactField[]): Partial<Contact> {
  return Object.fromEntries(fields.map((field) => [field, contact[field]]));
}

export function contactRoutes({ contacts }: Desk): Router {
  const router = Router();

  // A role may be kept from some fields only, so each route that reads contacts says which it shows.
  router.get("/", requirePermission("contacts:read", { fields: () => listed }), (_req, res) => {
    res.json([...contacts.values()].map((contact) => pick(contact, listed)));
  });

  const reading = requirePermission("contacts:read", {
    resource: (req: Request<{ id: string }>) => contacts.get(req.params.id),
    fields: requestedFields,
  });
  router.get("/:id", reading, (req, res) => {
    res.json(pick(reading.of(req).resource, requestedFields(req)));
  });

  const deleting = requirePermission("contacts:delete", {
    resource: (req: Request<{ id: string }>) => contacts.get(req.params.id),
  });
  router.delete("/:id", deleting, (req, res) => {
    contacts.delete(deleting.of(req).resource.id);
    res.sendStatus(204);
  });

  return router;
}
