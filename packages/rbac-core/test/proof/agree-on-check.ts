import { subject } from "@casl/ability";
import { isRbacError } from "../../src/index.ts";
import type { Check } from "./generate-checks.ts";
import type { Definition } from "./oracle.ts";
import { covers, decide, effective } from "./oracle.ts";
import type { Trial } from "./trial.ts";

/** One question, put to everything that answers it. */
export function agreeOnCheck(trial: Trial, check: Check): void {
  const { policy, definition, distribution } = trial;
  const { who, permission, row, fields } = check;
  const options = fields === undefined ? [] : [{ fields }];
  let comparisons = 0;
  const code = decide(definition, who, permission, row, fields, (operator, truth) => {
    comparisons += 1;
    distribution.comparison(operator, truth);
  });
  distribution.decision(code, comparisons);
  const allowed = code === "granted";
  const expect = (kind: string, actual: unknown, expected: unknown) =>
    trial.expect(kind, actual, expected, check);

  const decision = policy.decide(who, permission, row, ...options);
  expect("decide", { code: decision.code, allowed: decision.allowed }, { code, allowed });
  expect("decide: layer", decision.layer, LAYERS.get(code) ?? "role");
  expect("decide: version", decision.policyVersion, policy.version);
  const effect = allowed ? "can" : code === "explicitly_denied" ? "cannot" : undefined;
  if (effect !== undefined) {
    expect("decide: rule", decision.rule?.includes(`.${effect}[`), true);
  }
  const unknown = namedRoles(check).filter((name) => !Object.hasOwn(definition.roles, name));
  expect("decide: unknown roles", new Set(decision.unknownRoles), new Set(unknown));
  expect("can", policy.can(who, permission, row, ...options), allowed);
  expect(
    "authorize",
    authorizes(() => policy.authorize(who, permission, row, ...options)),
    allowed,
  );
  expect("explain", policy.explain(who, permission, row, ...options).decision, decision);
  expect("snapshot can", trial.snapshotOf(who).can(permission, row, ...options), allowed);
  if (fields === undefined) expect("checker", policy.checker(permission)(who, row), allowed);
  agreeWithCasl(trial, check, allowed);
}

/** Nobody holds no role, whatever the object says. */
const namedRoles = ({ who }: Check): readonly string[] =>
  who && Object.hasOwn(who, "id") && who.id !== "" ? who.roles : [];

function authorizes(question: () => { readonly allowed: boolean }): boolean {
  try {
    return question().allowed;
  } catch (error) {
    if (isRbacError(error) && error.code === "ERR_RBAC_PERMISSION_DENIED") return false;
    throw error;
  }
}

const LAYERS: ReadonlyMap<string, string> = new Map([
  ["tenant_mismatch", "tenant"],
  ["scope_missing", "scope"],
  ["ceiling_exceeded", "ceiling"],
]);

/** CASL answers for rows. Where rules name fields, it has to be told one at a time. */
function agreeWithCasl(trial: Trial, check: Check, allowed: boolean): void {
  const { who, permission, row, fields = [] } = check;
  if (typeof row !== "object" || row === null || Array.isArray(row)) return;
  if (fields.length === 0 && isLimited(trial.definition, check)) return;
  // `subject` writes the type on the object and refuses one that already says something else.
  if (Object.hasOwn(row, "__caslSubjectType__")) return;
  const ability = trial.abilityOf(who);
  const [resource = "", action = ""] = permission.split(":");
  const typed = subject(resource, copyOf(row));
  const asked = fields.length === 0 ? [undefined] : fields;
  const answer = asked.every((field) => ability.can(action, typed, field));
  trial.expect("CASL ability", answer, allowed, check);
}

/** With the same prototype: what is inherited must not match here either. */
const copyOf = (row: object): Record<PropertyKey, unknown> =>
  Object.assign(Object.create(Object.getPrototypeOf(row)), row);

function isLimited({ roles }: Definition, { who, permission }: Check): boolean {
  return effective(roles, who?.roles ?? [])
    .flatMap((name) => [...(roles[name]?.can ?? []), ...(roles[name]?.cannot ?? [])])
    .some((it) => {
      if (typeof it === "string" || it.fields === undefined) return false;
      return [it.permission].flat().some((pattern) => covers(pattern, permission));
    });
}
