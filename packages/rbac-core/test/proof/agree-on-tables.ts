import { OPEN_CODES } from "./agree-on-rows.ts";
import { decide } from "./oracle.ts";
import type { Trial, Who } from "./trial.ts";

type When = "always" | "conditional" | undefined;

/** What is said of roles and principals as a whole: the matrix, who can, and what one may. */
export function agreeOnTables(trial: Trial, principals: readonly Who[]): void {
  const { policy, definition } = trial;
  // Scopes belong to a principal: what is said of a role leaves them out.
  const { scopes: _, ...unscoped } = definition;
  const when = (policyData: typeof definition, who: Who, permission: string): When => {
    const code = decide(policyData, who, permission);
    if (code === "granted") return "always";
    return OPEN_CODES.includes(code) ? "conditional" : undefined;
  };
  const ofRole = (role: string, permission: string) =>
    when(unscoped, { id: "anyone", roles: [role] }, permission);

  const matrix = policy.matrix();
  trial.expect("policy.roles", [...policy.roles].sort(), Object.keys(definition.roles).sort(), {});
  trial.expect("matrix: roles", [...matrix.roles].sort(), [...policy.roles].sort(), {});
  for (const permission of policy.permissions) {
    for (const role of policy.roles) {
      const expected = { always: "allow", conditional: "conditional", never: "deny" }[
        ofRole(role, permission) ?? "never"
      ];
      trial.expect("matrix", matrix.cell(role, permission), expected, { role, permission });
      const cell = matrix.toJSON()[role]?.[permission];
      trial.expect("matrix: JSON", cell, expected, { role, permission });
    }
    const able = policy.roles.flatMap((role) => {
      const answer = ofRole(role, permission);
      return answer === undefined ? [] : `${role} ${answer}`;
    });
    const answer = policy.whoCan(permission).map((it) => `${it.role} ${it.when}`);
    trial.expect("whoCan", answer.sort(), able.sort(), { permission });
  }
  for (const who of principals) {
    const expected = policy.permissions.flatMap((permission) => {
      const answer = when(definition, who, permission);
      return answer === undefined ? [] : `${permission} ${answer}`;
    });
    const answer = policy.permissionsOf(who).map((it) => `${it.permission} ${it.when}`);
    trial.expect("permissionsOf", answer.sort(), expected.sort(), { who });
  }
}
