import { kindOf } from "../problems/describe-value.ts";
import { ProblemList } from "../problems/problem-list.ts";
import { checkFieldPath } from "../rules/field-path.ts";
import { growCatalogue } from "./catalogue.ts";
import { clonePlain } from "./clone-plain.ts";
import { checkInheritedExclusion, parseExclusive } from "./exclusive.ts";
import { parseCeiling, parseScopes } from "./layers.ts";
import type { PolicyModel } from "./model.ts";
import { EMPTY_MODEL, tenantModel } from "./model.ts";
import { Patterns } from "./patterns.ts";
import { plainDefinition, plainExtension } from "./plain-reader.ts";
import type { RawDefinition, RawExtension, RawRole } from "./raw.ts";
import { readShape } from "./read-shape.ts";
import { growRoles } from "./roles.ts";
import { schemas } from "./schema.ts";

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Everything but `types`, which speaks to the compiler alone and may hold anything. */
function withoutTypes(definition: unknown, problems: ProblemList): unknown {
  if (!isObject(definition)) {
    problems.add(
      "type_invalid",
      [],
      `a definition is an object, and this is ${kindOf(definition)}.`,
    );
    problems.throwNow();
  }
  const rest = Object.getOwnPropertyDescriptors(definition);
  Reflect.deleteProperty(rest, "types");
  return Object.create(Object.getPrototypeOf(definition), rest);
}

/** What is added besides roles, where nothing is: said outright, as a polluted Object.prototype would say something. */
export const NOTHING_ELSE: { readonly permissions: undefined; readonly exclusive: undefined } = {
  permissions: undefined,
  exclusive: undefined,
};

/** A base with more permissions and roles, everything checked. The base's own roles stay exactly as they were. */
export function growModel(
  base: PolicyModel,
  added: {
    readonly permissions?: RawDefinition["permissions"] | undefined;
    readonly roles: ReadonlyMap<string, RawRole>;
    readonly exclusive?: RawDefinition["exclusive"] | undefined;
  },
  wildcards: boolean,
  problems: ProblemList,
): PolicyModel {
  const catalogue = growCatalogue(base, added.permissions, problems);
  const roles = growRoles(base.roles, added.roles, new Patterns(catalogue, wildcards), problems);
  const exclusive =
    added.exclusive === undefined
      ? base.exclusive
      : parseExclusive(
          added.exclusive,
          new Set([...roles.keys(), ...added.roles.keys()]),
          problems,
        );
  if (exclusive.length > 0) {
    const fresh = [...roles.values()].filter(({ name }) => !base.roles.has(name));
    checkInheritedExclusion(fresh, exclusive, problems);
  }
  return { ...base, ...catalogue, roles, exclusive };
}

function parseBody(raw: RawDefinition, problems: ProblemList): PolicyModel {
  const roles = new Map(Object.entries(raw.roles));
  const model = growModel(EMPTY_MODEL, { ...raw, roles }, true, problems);
  const { tenant } = raw;
  if (tenant === undefined) return model;
  checkFieldPath(tenant.row, ["tenant", "row"], problems);
  checkFieldPath(tenant.principal, ["tenant", "principal"], problems);
  return { ...model, tenant: tenantModel(tenant) };
}

function reportDefinition(definition: unknown, problems: ProblemList): RawDefinition {
  const plain = clonePlain(withoutTypes(definition, problems), [], problems);
  return readShape(schemas().definition, plain, [], problems);
}

function reportExtension(extension: unknown, problems: ProblemList): RawExtension {
  const plain = clonePlain(withoutTypes(extension, problems), [], problems);
  return readShape(schemas().extension, plain, [], problems);
}

/** Reads a definition in code. Throws `PolicyDefinitionError` with every problem found. */
export function parseDefinition(definition: unknown): PolicyModel {
  const problems = new ProblemList();
  const raw = plainDefinition(definition) ?? reportDefinition(definition, problems);
  const model = parseBody(raw, problems);
  problems.throwIfAny();
  return Object.freeze(model);
}

/** Reads what `extendPolicy` adds to a base. Throws `PolicyDefinitionError` with every problem found. */
export function parseExtension(base: PolicyModel, extension: unknown): PolicyModel {
  const problems = new ProblemList();
  const raw = plainExtension(extension) ?? reportExtension(extension, problems);
  const roles = new Map(Object.entries(raw.roles));
  const model = growModel(
    base,
    { ...NOTHING_ELSE, permissions: raw.permissions, roles },
    true,
    problems,
  );
  problems.throwIfAny();
  if (base.scopes === undefined) return Object.freeze(model);
  // The scope map cannot know the added permissions: nobody has a scope for them until a new map says so.
  const scopes = model.permissions.map((_, position) => base.scopes?.[position] ?? []);
  return Object.freeze({ ...model, scopes });
}

/** Reads a document as `toJSON()` writes it. Throws `PolicyDefinitionError` with every problem found. */
export function parseDocument(document: unknown): PolicyModel {
  const problems = new ProblemList();
  const plain = clonePlain(document, [], problems);
  if (isObject(plain) && "version" in plain && plain.version !== 1) {
    problems.add(
      "document_version",
      ["version"],
      `the version must be 1, and is ${Number.isInteger(plain.version) ? plain.version : kindOf(plain.version)}.`,
      "Another release of this package may have written the document.",
    );
    problems.throwNow();
  }
  const copy = readShape(schemas().document, plain, [], problems);
  let model = parseBody(copy, problems);
  if (copy.scopes !== undefined) {
    model = { ...model, scopes: parseScopes(copy.scopes, model, ["scopes"], problems) };
  }
  if (copy.ceiling !== undefined) {
    model = { ...model, ceiling: parseCeiling(copy.ceiling, model, ["ceiling"], problems) };
  }
  problems.throwIfAny();
  return Object.freeze(model);
}

/** The scope layer of a policy's permissions. Throws `PolicyDefinitionError` with every problem found. */
export function parseScopeLayer(base: PolicyModel, map: unknown): PolicyModel {
  const problems = new ProblemList();
  const copy = readShape(schemas().scopeMap, clonePlain(map, [], problems), [], problems);
  const scopes = parseScopes(copy, base, [], problems);
  problems.throwIfAny();
  return Object.freeze({ ...base, scopes });
}
