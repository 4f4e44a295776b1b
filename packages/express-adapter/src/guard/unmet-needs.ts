import type { Decision } from "@intercom-rbac/core";
import type { Advisor } from "../record/advice.ts";
import type { GuardPlan } from "./guard-plan.ts";
import { WAYS_TO_A_ROW } from "./mount-checks.ts";

/**
 * A rule may need what a guard has no way to give: the row, or the fields. Roles that are stored, or added for one
 * workspace, bring such rules to guards that were fine when they were mounted. They refuse, and somebody should know
 * why; nothing of the rule is told.
 */
export function adviseOnNeeds(
  advisor: Advisor,
  plan: GuardPlan,
  decisions: readonly Decision[],
): void {
  const { named, loader, list, deferred, fields } = plan;
  for (const { code, permission } of decisions) {
    if (code === "resource_required" && loader === undefined && !list && !deferred) {
      advisor.need(
        `${named} refused a request because a role has a condition on ${permission}, and this guard has no row to test it on. ${WAYS_TO_A_ROW}.`,
      );
    }
    if (code === "field_required" && fields === undefined) {
      advisor.need(
        `${named} refused a request because a role limits ${permission} to some fields, and this guard does not say which the request touches. Name them with options.fields.`,
      );
    }
  }
}
