import { describe, expect, it } from "vitest";
import { loosePolicy } from "../decision/loose-policy.ts";

const policy = loosePolicy({
  permissions: { contacts: ["read", "write"], notes: ["write"] },
  roles: {
    whole: { can: ["contacts:write"] },
    names: { can: [{ permission: "contacts:write", fields: ["name", "phone"] }] },
    ownEmail: { can: [{ permission: "contacts:write", fields: ["email"], when: { mine: true } }] },
    noPhone: { cannot: [{ permission: "contacts:write", fields: ["phone"] }] },
    elsewhere: { can: [{ permission: "notes:write", fields: ["text"] }] },
  },
});
const fields = (roles: readonly string[], row?: unknown) =>
  policy.permittedFields({ id: "1", roles }, "contacts:write", row);

describe("permittedFields", () => {
  it("of the fields that rules on the resource name, those the check of one field allows", () => {
    expect(fields(["names"])).toEqual(["name", "phone"]);
    expect(fields(["whole"])).toEqual(["name", "phone", "email"]);
    expect(fields(["whole", "noPhone"])).toEqual(["name", "email"]);
    expect(fields(["names", "noPhone"])).toEqual(["name"]);
    expect(fields(["elsewhere"])).toEqual([]);
    expect(fields([])).toEqual([]);
  });

  it("with a row, its own fields too, and its conditions", () => {
    expect(fields(["whole"], { city: "c", mine: true })).toEqual([
      "name",
      "phone",
      "email",
      "city",
      "mine",
    ]);
    expect(fields(["ownEmail"])).toEqual([]);
    expect(fields(["ownEmail"], { mine: true })).toEqual(["email"]);
    expect(fields(["ownEmail"], { mine: false })).toEqual([]);
    expect(fields(["names", "ownEmail"], { mine: true })).toEqual(["name", "phone", "email"]);
  });

  it("of what is no row, none", () => {
    for (const row of [null, "text", 0, ["name"], [{ name: 1 }]]) {
      expect(fields(["whole"], row)).toEqual([]);
    }
  });

  it("of an inherited field, only what a rule names", () => {
    expect(fields(["whole"], Object.create({ city: "c" }))).toEqual(["name", "phone", "email"]);
  });
});
