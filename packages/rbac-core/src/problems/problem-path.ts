import { quote } from "./describe-value.ts";

/** A place in a definition: object keys and array positions from the root. */
export type Place = readonly (string | number)[];

/**
 * Where a reader is: it pushes a step on the way in and pops it on the way out, so that places cost nothing where
 * nothing is reported.
 */
export type PlaceStack = (string | number)[];

/** `["roles", "lead", "can", 2]` → `roles.lead.can[2]`; keys that are no plain words are quoted. */
export function formatPlace(place: Place): string {
  let path = "";
  for (const step of place) {
    if (typeof step === "number") path += `[${step}]`;
    else if (/^[A-Za-z_$][\w$-]*$/.test(step) && step.length <= 80)
      path += path === "" ? step : `.${step}`;
    else path += `[${quote(step)}]`;
  }
  return path;
}
