import { quote } from "../problems/describe-value.ts";
import { ProblemList } from "../problems/problem-list.ts";
import { clonePlain } from "./clone-plain.ts";
import { parseCeiling } from "./layers.ts";
import type { PolicyModel } from "./model.ts";
import { growModel, NOTHING_ELSE } from "./parse-definition.ts";
import { plainCustomRoles } from "./plain-reader.ts";
import type { RawCustomRole, RawRole } from "./raw.ts";
import { readShape } from "./read-shape.ts";
import { schemas } from "./schema.ts";

function reportDocuments(documents: unknown, problems: ProblemList): readonly RawCustomRole[] {
  const plain = clonePlain(documents, ["roles"], problems);
  return readShape(schemas().customRoles, plain, ["roles"], problems);
}

function readRoles(documents: unknown, problems: ProblemList): ReadonlyMap<string, RawRole> {
  const raw = plainCustomRoles(documents) ?? reportDocuments(documents, problems);
  const roles = new Map<string, RawRole>();
  raw.forEach((document, at) => {
    if (roles.has(document.name)) {
      problems.add(
        "name_ambiguous",
        ["roles", at, "name"],
        `the role ${quote(document.name)} is listed twice.`,
        "Names compare exactly: keep one.",
      );
    }
    roles.set(document.name, document);
  });
  return roles;
}

/**
 * The policy with stored custom roles under a ceiling, and whatever is wrong with them. The model must not be used
 * when there are problems: a role left out would take its denials with it.
 */
export function addCustomRoles(
  base: PolicyModel,
  documents: unknown,
  ceiling: unknown,
): { readonly model: PolicyModel; readonly problems: ProblemList } {
  const problems = new ProblemList();
  const roles = readRoles(documents, problems);
  const model = growModel(base, { ...NOTHING_ELSE, roles }, false, problems);
  if (ceiling === undefined) return { model: Object.freeze(model), problems };
  const plain = clonePlain(ceiling, ["ceiling"], problems);
  const patterns = readShape(schemas().ceiling, plain, ["ceiling"], problems);
  const lowered = parseCeiling(patterns, model, ["ceiling"], problems);
  return { model: Object.freeze({ ...model, ceiling: lowered }), problems };
}
