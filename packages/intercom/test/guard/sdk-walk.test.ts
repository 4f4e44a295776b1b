import { describe, expect, it } from "vitest";
import { REFUSED_METHODS, whyRefused } from "../../src/guard/refused-methods.ts";
import { sdkMethods } from "../../src/guard/sdk-methods.ts";
import { installedMethods, walkMethods } from "./sdk-walk.ts";

const installed = installedMethods();
const mapped = installed.filter((name) => Object.hasOwn(sdkMethods, name));
const denied = installed.filter((name) => whyRefused(name) !== undefined);

/** Methods of which nobody decided anything: an update of the SDK brings such. */
function undecided(methods: readonly string[], table: object): string[] {
  return methods.filter((name) => !Object.hasOwn(table, name) && whyRefused(name) === undefined);
}

describe("the installed SDK", () => {
  it(`${mapped.length} methods mapped, ${denied.length} denied, of ${installed.length}`, () => {
    expect(mapped).toHaveLength(148);
    expect(denied).toHaveLength(162);
    expect(installed).toHaveLength(310);
  });

  it("has no method that is neither mapped nor denied", () => {
    expect(undecided(installed, sdkMethods)).toEqual([]);
  });

  it("has no method that is both", () => {
    expect(mapped.filter((name) => denied.includes(name))).toEqual([]);
  });

  it("has every method that is mapped, and every one that is denied by its name", () => {
    expect(Object.keys(sdkMethods).sort()).toEqual([...mapped].sort());
    const named = REFUSED_METHODS.map(({ methods }) => methods);
    expect(named.filter((name) => !name.endsWith("*") && !installed.includes(name))).toEqual([]);
    expect(denied.filter((name) => name.startsWith("unstable."))).toHaveLength(158);
  });

  it("would be found short of an entry, were one removed", () => {
    for (const name of mapped) {
      const { [name]: _removed, ...rest }: Record<string, unknown> = { ...sdkMethods };
      expect(undecided(installed, rest)).toEqual([name]);
    }
  });

  it("would be found to have a new method, or a new client", () => {
    class Added {
      find(): void {}
      __find(): void {}
    }
    class Client {
      readonly #added = new Added();
      get added(): Added {
        return this.#added;
      }
      ping(): void {}
    }
    expect(undecided(walkMethods(new Client()), sdkMethods)).toEqual(["added.find", "ping"]);
  });
});
