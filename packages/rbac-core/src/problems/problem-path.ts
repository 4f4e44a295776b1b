import { quote } from "./describe-value.ts";

/** A place in a definition: object keys and array positions from the root. */
export type Place = readonly (string | number)[];

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
