/** Fixed, so that a red run is red again; another one is a new search: `FC_SEED=7 npx vitest run test/proof`. */
export const SEED = Number(process.env["FC_SEED"] ?? 20261121);

/** How many cases each property tries instead of its own number. */
export const RUNS =
  process.env["FC_RUNS"] === undefined ? undefined : Number(process.env["FC_RUNS"]);
