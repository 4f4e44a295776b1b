import { describe, expect, it } from "vitest";
import { loosePolicy } from "./loose-policy.ts";

/** Defined anew for each check, so that none answers from what another has prepared. */
const define = () =>
  loosePolicy({
    permissions: { contacts: ["read", "write"] },
    roles: {
      whole: { can: ["contacts:write"] },
      names: { can: [{ permission: "contacts:write", fields: ["name", "phone"] }] },
      email: { can: [{ permission: "contacts:write", fields: ["email"] }] },
      ownEmail: {
        can: [{ permission: "contacts:write", fields: ["email"], when: { ownerId: "1" } }],
      },
      ownRows: { can: [{ permission: "contacts:write", when: { ownerId: "1" } }] },
      noPhone: { cannot: [{ permission: "contacts:write", fields: ["phone"] }] },
      noVipPhone: {
        cannot: [{ permission: "contacts:write", fields: ["phone"], when: { vip: true } }],
      },
    },
  });

function code(roles: readonly string[], fields?: readonly string[], row?: object): string {
  return define().decide({ id: "1", roles }, "contacts:write", row, { fields }).code;
}
const own = { ownerId: "1", vip: false };
const vip = { ownerId: "1", vip: true };
const other = { ownerId: "2", vip: false };

describe("semantics 6: fields", () => {
  it.each<[string, readonly string[], readonly string[] | undefined, object | undefined, string]>([
    ["a grant of everything needs no fields", ["whole"], undefined, undefined, "granted"],
    ["and covers each", ["whole"], ["name", "anything"], undefined, "granted"],
    ["an empty list says nothing", ["whole"], [], undefined, "granted"],
    ["a field-limited grant wants to know", ["names"], undefined, own, "field_required"],
    ["and an empty list says nothing", ["names"], [], own, "field_required"],
    ["and is the whole", ["ownRows"], [], own, "granted"],
    ["and is the whole of every row", ["ownRows"], [], other, "condition_not_met"],
    [
      "a grant of a field is none of the whole",
      ["ownRows", "email"],
      undefined,
      other,
      "condition_not_met",
    ],
    ["nor without the row", ["ownRows", "email"], undefined, undefined, "resource_required"],
    ["nor does it hinder it", ["email", "ownRows"], undefined, own, "granted"],
    ["one granted field", ["names"], ["name"], undefined, "granted"],
    ["each granted field", ["names"], ["name", "phone"], undefined, "granted"],
    ["one of two not granted", ["names"], ["name", "email"], undefined, "field_denied"],
    ["names compare exactly", ["names"], ["Name"], undefined, "field_denied"],
    ["an empty name", ["names"], [""], undefined, "field_denied"],
    ["two roles together", ["names", "email"], ["name", "email"], undefined, "granted"],
    ["whole beside limited", ["names", "whole"], undefined, undefined, "granted"],
    ["a denied field", ["whole", "noPhone"], ["phone"], undefined, "field_denied"],
    ["a denied field among others", ["whole", "noPhone"], ["name", "phone"], own, "field_denied"],
    ["beside a denied field", ["whole", "noPhone"], ["name"], undefined, "granted"],
    ["a denial of a field wants fields", ["whole", "noPhone"], undefined, own, "field_required"],
    ["a denial beats a grant of the field", ["names", "noPhone"], ["phone"], own, "field_denied"],
    ["a denial alone grants nothing", ["noPhone"], ["name"], own, "permission_missing"],
    ["a conditional field grant, no row", ["ownEmail"], ["email"], undefined, "resource_required"],
    ["on the own row", ["ownEmail"], ["email"], own, "granted"],
    ["on another's row", ["ownEmail"], ["email"], other, "condition_not_met"],
    ["not for another field", ["ownEmail"], ["name"], own, "field_denied"],
    [
      "unconditional and conditional, no row",
      ["names", "ownEmail"],
      ["name", "email"],
      undefined,
      "resource_required",
    ],
    [
      "unconditional and conditional, met",
      ["names", "ownEmail"],
      ["name", "email"],
      own,
      "granted",
    ],
    [
      "unconditional and conditional, unmet",
      ["names", "ownEmail"],
      ["name", "email"],
      other,
      "condition_not_met",
    ],
    ["only the unconditional one asked", ["names", "ownEmail"], ["name"], other, "granted"],
    ["one condition for the whole row", ["ownRows", "email"], ["email"], other, "granted"],
    [
      "and for the field it needs",
      ["ownRows", "email"],
      ["email", "name"],
      other,
      "condition_not_met",
    ],
    [
      "a conditional field denial, no row",
      ["whole", "noVipPhone"],
      ["phone"],
      undefined,
      "resource_required",
    ],
    ["which concerns its field alone", ["whole", "noVipPhone"], ["name"], undefined, "granted"],
    ["and matches", ["whole", "noVipPhone"], ["name", "phone"], vip, "explicitly_denied"],
    ["or does not", ["whole", "noVipPhone"], ["name", "phone"], own, "granted"],
    ["or is unknown", ["whole", "noVipPhone"], ["phone"], {}, "explicitly_denied"],
    ["and wants fields", ["whole", "noVipPhone"], undefined, own, "field_required"],
  ])("%s", (_, roles, fields, row, expected) => {
    expect(code(roles, fields, row)).toBe(expected);
  });

  it("a part of a field is that field, for grants and for denials", () => {
    expect(code(["names"], ["name.first"])).toBe("granted");
    expect(code(["names"], ["name.first", "email.domain"])).toBe("field_denied");
    expect(code(["whole", "noPhone"], ["phone.country"])).toBe("field_denied");
    expect(code(["whole", "noPhone"], ["phones.country"])).toBe("granted");
    expect(code(["whole", "noVipPhone"], ["phone.country.code"], vip)).toBe("explicitly_denied");
    expect(code(["names"], [".name"])).toBe("granted");
    for (const spelling of ["phone[0]", ".phone", "/phone", " phone", "phone\0", "phone[x].y"]) {
      expect(code(["whole", "noPhone"], [spelling])).toBe("field_denied");
    }
    expect(code(["names"], ["owner.name"])).toBe("field_denied");
  });

  it("names the rule that decided", () => {
    const rule = (roles: readonly string[], fields: readonly string[], row?: object) =>
      define().decide({ id: "1", roles }, "contacts:write", row, { fields }).rule;
    expect(rule(["whole", "noPhone"], ["phone"])).toBe("roles.noPhone.cannot[0]");
    expect(rule(["whole", "noVipPhone"], ["phone"], vip)).toBe("roles.noVipPhone.cannot[0]");
    expect(rule(["names", "ownEmail"], ["name", "email"], other)).toBe("roles.ownEmail.can[0]");
    expect(rule(["names"], ["nope"])).toBeUndefined();
  });

  it("names a field every object has no differently", () => {
    expect(code(["names"], ["__proto__"])).toBe("field_denied");
    expect(code(["names"], ["constructor", "name"])).toBe("field_denied");
    expect(code(["whole", "noPhone"], ["constructor"])).toBe("granted");
  });
});
