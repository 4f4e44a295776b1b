import { describe, expect, it } from "vitest";
import type { PolicyModel } from "../../src/definition/model.ts";
import { EMPTY_MODEL } from "../../src/definition/model.ts";
import { RestorableModel, RestoredModels } from "../../src/definition/restorable-model.ts";

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

describe("a restorable model", () => {
  it("is made when it is first needed, and then kept", () => {
    const recipe = counted();
    const source = new RestorableModel(recipe, new RestoredModels());
    expect(recipe.made).toHaveLength(0);
    expect(source.get()).toBe(source.get());
    expect(recipe.made).toHaveLength(1);
  });

  it("is made again after it was forgotten", () => {
    const recipe = counted();
    const source = new RestorableModel(recipe, new RestoredModels());
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
    const source = new RestorableModel({ make }, new RestoredModels());
    expect(() => source.get()).toThrow("not now");
    broken = false;
    expect(source.get()).toBe(EMPTY_MODEL);
  });
});

describe("models that share what is kept", () => {
  it("keep 32 of them, the oldest forgotten first", () => {
    const restored = new RestoredModels();
    const recipes = Array.from({ length: 40 }, counted);
    const sources = recipes.map((recipe) => new RestorableModel(recipe, restored));
    for (const source of sources) source.get();
    const before = recipes.map(({ made }) => made.length);
    expect(before).toEqual(Array(40).fill(1));

    for (const source of sources.slice(8)) source.get();
    expect(recipes.map(({ made }) => made.length)).toEqual(before);

    sources[0]?.get();
    expect(recipes[0]?.made).toHaveLength(2);
    expect(recipes[39]?.made).toHaveLength(1);
  });

  it("count one that was forgotten and made again as the newest", () => {
    const restored = new RestoredModels();
    const [early, late] = [counted(), counted()];
    const source = new RestorableModel(early, restored);
    source.get();
    new RestorableModel(late, restored).get();
    source.forget();
    source.get();
    for (let at = 0; at < 31; at++) new RestorableModel(counted(), restored).get();
    source.get();
    expect(early.made).toHaveLength(2);
    new RestorableModel(counted(), restored).get();
    source.get();
    expect(early.made).toHaveLength(3);
  });
});
