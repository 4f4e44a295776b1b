import { isDeepStrictEqual } from "node:util";
import type { Scalar } from "../../src/index.ts";
import type { AnyPolicy, Core } from "./core-under-test.ts";
import { build } from "./core-under-test.ts";
import type { Case, Check } from "./generate-checks.ts";
import { namesOf } from "./generate-policies.ts";
import type { RawRule } from "./generate-rules.ts";
import { entryOf } from "./generate-rules.ts";
import { baseOf, reorder, reorderCheck, withDenial, withoutGrant } from "./rewrite-policies.ts";
import { ruin } from "./ruin.ts";
import { Disagreement } from "./trial.ts";

/** A case with what a change of its policy needs: a denial to add, the number of a grant to remove. */
export interface Changeable {
  readonly generated: Case;
  readonly denial: RawRule;
  readonly grant: number;
}

interface OneField {
  readonly [field: string]: Scalar | { readonly $in: readonly Scalar[] };
}

/** What must hold of any policy. Throws a `Disagreement` when it does not. */
export type Invariant = (core: Core, given: Changeable) => void;

const ask = (policy: AnyPolicy, { who, permission, row, fields }: Check) =>
  policy.decide(who, permission, row, { fields });

const codes = (policy: AnyPolicy, checks: readonly Check[]) =>
  checks.map((check) => ask(policy, check).code);

function demandSame(what: string, before: unknown, after: unknown): void {
  if (isDeepStrictEqual(before, after)) return;
  throw new Disagreement(`${what} gave ${JSON.stringify(after)}, before ${JSON.stringify(before)}`);
}

/** Nothing may be allowed `after` that was not allowed `before`. */
function demandNoGain(before: AnyPolicy, after: AnyPolicy, checks: readonly Check[]): void {
  const gained = checks.filter((check) => ask(after, check).allowed && !ask(before, check).allowed);
  demandSame("what is allowed now and was not", [], gained);
}

export const INVARIANTS: { readonly [name: string]: Invariant } = {
  "no order changes an answer: of roles, parents, rules, fields, permissions, roles held"(
    core,
    { generated: { policy, checks } },
  ) {
    const before = codes(build(core, policy), checks);
    const after = codes(build(core, reorder(policy)), checks.map(reorderCheck));
    demandSame("another order", before, after);
  },

  "adding a denial never allows anything more"(core, { generated: { policy, checks }, denial }) {
    const rule = entryOf(denial, namesOf(policy.base.permissions), "written-out");
    const denied = build(core, withDenial(policy, rule));
    demandNoGain(build(core, policy), denied, checks);
  },

  "removing a grant never allows anything more"(core, { generated: { policy, checks }, grant }) {
    demandNoGain(build(core, policy), build(core, withoutGrant(policy, grant)), checks);
  },

  "a ceiling and scopes only take away"(core, { generated: { policy, checks } }) {
    const { ceiling: _, scopes: __, ...unbounded } = policy;
    demandNoGain(build(core, unbounded), build(core, policy), checks);
  },

  "a policy is the same after a trip through JSON: answers, rule paths, version"(
    core,
    { generated: { policy, checks } },
  ) {
    const before = build(core, policy);
    const text = JSON.stringify(before.toJSON());
    const data: unknown = JSON.parse(text);
    for (const after of [core.parsePolicy(text), core.parsePolicy(data)]) {
      demandSame("its version", before.version, after.version);
      demandSame("its document", data, JSON.parse(JSON.stringify(after.toJSON())));
      for (const check of checks) demandSame("decide", ask(before, check), ask(after, check));
    }
  },

  "an extension and stored roles leave every decision about base roles as it was"(
    core,
    { generated },
  ) {
    const { policy, checks } = baseOf(generated);
    const { ceiling: _, scopes: __, ...extended } = generated.policy;
    const [before, after] = [build(core, policy), build(core, extended)];
    for (const check of checks) {
      const [was, is] = [ask(before, check), ask(after, check)];
      demandSame("decide", { ...was, policyVersion: "" }, { ...is, policyVersion: "" });
    }
  },

  "a principal is read anew at every question"(core, { generated: { policy, checks } }) {
    const built = build(core, policy);
    const roles: string[] = [];
    const scopes: string[] = [];
    const changing = { id: "u1", roles, scopes, workspaceId: "w1" };
    for (const { who, permission, row, fields } of checks) {
      roles.splice(0, roles.length, ...(who?.roles ?? []));
      scopes.splice(0, scopes.length, ...(who?.scopes ?? []));
      const fresh = structuredClone(changing);
      const before = ask(built, { who: fresh, permission, ...(row && { row }), fields });
      const after = ask(built, { who: changing, permission, ...(row && { row }), fields });
      demandSame("the same object with other roles", before, after);
    }
  },

  "one grant a value answers as one grant of all the values"(
    core,
    { generated: { rows, principals } },
  ) {
    const values = { status: ["closed", "1", true, 1], ownerId: ["u2", 1, "u3", "u4"] };
    const policyOf = (conditions: readonly OneField[]) =>
      core.definePolicy({
        permissions: { contacts: ["read"] },
        roles: { r: { can: conditions.map((when) => ({ permission: "contacts:read", when })) } },
      });
    const apart = policyOf(
      Object.entries(values).flatMap(([field, list]) => list.map((value) => ({ [field]: value }))),
    );
    const together = policyOf(
      Object.entries(values).map(([field, list]) => ({ [field]: { $in: list } })),
    );
    const who = principals.map((it) => it && { ...it, roles: ["r"] });
    const ask = (policy: AnyPolicy) =>
      who.flatMap((it) => rows.map((row) => policy.can(it, "contacts:read", row)));
    demandSame("one grant a value", ask(together), ask(apart));
  },

  "nothing done to a definition, or to what a policy hands out, changes a decision"(
    core,
    { generated: { policy, principals, rows, checks } },
  ) {
    const given = structuredClone(policy);
    const built = build(core, given);
    const before = codes(built, checks);
    ruin(given);
    for (const who of principals) {
      const ability = built.abilityFor(who);
      ruin(ability.rules);
      ability.update([{ action: "manage", subject: "all" }]);
      for (const permission of built.permissions) {
        ruin(built.conditionsFor(who, permission));
        ruin(built.filter(who, permission, structuredClone(rows)));
        ruin(built.decide(who, permission));
        ruin(built.explain(who, permission));
        ruin(built.whoCan(permission));
      }
      ruin(built.permissionsOf(who));
      ruin(built.snapshotFor(who));
    }
    for (const part of [built.toJSON(), built.matrix(), built.matrix().toJSON()]) ruin(part);
    ruin(built.permissions);
    ruin(built.roles);
    demandSame("decide", before, codes(built, checks));
  },
};
