import { describe, expect, it } from "vitest";
import { readPrincipal } from "../../src/decision/read-principal.ts";
import { noting } from "../rules/noting.ts";

const roles = ["agent"];

describe("readPrincipal", () => {
  it("reads each property of a literal once: what was checked is what is decided on", () => {
    const who = noting({ id: "1", roles });
    expect(readPrincipal(who.object)?.roles).toBe(roles);
    expect(who.asked).toEqual([
      "get constructor",
      "prototype",
      "get id",
      "get roles",
      "get scopes",
    ]);
  });

  it("knows an instance of a class by its constructor, and asks whose each property is", () => {
    class Person {
      id = "1";
      roles = roles;
    }
    const who = noting(new Person());
    expect(readPrincipal(who.object)?.roles).toBe(roles);
    expect(who.asked).not.toContain("prototype");
    expect(who.asked).toContain("own id");
  });

  it("holds no scopes where there are none", () => {
    expect(readPrincipal({ id: "1", roles })?.scopes).toEqual([]);
    expect(readPrincipal(Object.assign(Object.create(null), { id: "1", roles }))?.scopes).toEqual(
      [],
    );
  });

  it("takes no scopes from a polluted prototype", () => {
    Object.defineProperty(Object.prototype, "scopes", { value: ["all"], configurable: true });
    try {
      expect(Reflect.get({}, "scopes")).toEqual(["all"]);
      expect(readPrincipal({ id: "1", roles })?.scopes).toEqual([]);
    } finally {
      Reflect.deleteProperty(Object.prototype, "scopes");
    }
  });

  it("hears what a Proxy throws when it is asked for its prototype, unless it is nobody", () => {
    const throwing = (target: object): object =>
      new Proxy(target, {
        getPrototypeOf() {
          throw new Error("revoked");
        },
      });
    expect(() => readPrincipal(throwing({ id: "1", roles }))).toThrow("revoked");
    expect(readPrincipal(throwing({ roles }))).toBeUndefined();
  });
});
