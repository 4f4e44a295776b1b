import { describe, expect, it } from "vitest";
import type { PolicyModel } from "../../src/definition/model.ts";
import { EMPTY_MODEL } from "../../src/definition/model.ts";
import { Restorable, Restored } from "../../src/definition/restorable.ts";

/** A model of its own each time it is made, and how often it was. */
function counted() {
  const made: PolicyModel[] = [];
  const make = () => {
    const model = { ...EMPTY_MODEL };
    made.push(model);
    return model;
  };
  return { made, make };
}

describe("what is restorable", () => {
  it("is made when it is first needed, and then kept", () => {
    const recipe = counted();
    const source = new Restorable(recipe, new Restored());
    expect(recipe.made).toHaveLength(0);
    expect(source.get()).toBe(source.get());
    expect(recipe.made).toHaveLength(1);
  });

  it("is made again after it was forgotten", () => {
    const recipe = counted();
    const source = new Restorable(recipe, new Restored());
    const first = source.get();
    source.forget();
    expect(source.get()).not.toBe(first);
    expect(source.get()).toEqual(first);
    expect(recipe.made).toHaveLength(2);
  });

  it("fails when its recipe does, and is asked again", () => {
    let broken = true;
    const make = () => {
      if (broken) throw new Error("not now");
      return EMPTY_MODEL;
    };
    const source = new Restorable({ make }, new Restored());
    expect(() => source.get()).toThrow("not now");
    broken = false;
    expect(source.get()).toBe(EMPTY_MODEL);
  });
});

describe("those that share what is kept", () => {
  it("keep 256 of them, the oldest forgotten first", () => {
    const restored = new Restored();
    const recipes = Array.from({ length: 264 }, counted);
    const sources = recipes.map((recipe) => new Restorable(recipe, restored));
    for (const source of sources) source.get();
    const before = recipes.map(({ made }) => made.length);
    expect(before).toEqual(Array(264).fill(1));

    for (const source of sources.slice(8)) source.get();
    expect(recipes.map(({ made }) => made.length)).toEqual(before);

    sources[0]?.get();
    expect(recipes[0]?.made).toHaveLength(2);
    expect(recipes[263]?.made).toHaveLength(1);
  });

  it("count one that was forgotten and made again as the newest", () => {
    const restored = new Restored();
    const [early, late] = [counted(), counted()];
    const source = new Restorable(early, restored);
    source.get();
    new Restorable(late, restored).get();
    source.forget();
    source.get();
    for (let at = 0; at < 255; at++) new Restorable(counted(), restored).get();
    source.get();
    expect(early.made).toHaveLength(2);
    new Restorable(counted(), restored).get();
    source.get();
    expect(early.made).toHaveLength(3);
  });
});
