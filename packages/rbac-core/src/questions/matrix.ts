import type { Engine } from "../decision/engine.ts";
import { OptionInvalidError } from "../errors.ts";
import { quote } from "../problems/describe-value.ts";
import { didYouMean } from "../problems/nearest.ts";
import type { Cell, Matrix } from "../types/policy.ts";

const MARKS: { readonly [C in Cell]: string } = { allow: "x", conditional: "if", deny: "" };

/** What a role alone comes to for a permission. Scopes belong to a principal and play no part. */
export function cellOf(engine: Engine, role: string, position: number): Cell {
  const { refused, granted } = engine.verdict([role], position);
  if (refused !== undefined || !engine.layers(position).belowCeiling) return "deny";
  return granted !== undefined ? "allow" : "conditional";
}

/** The policy as a table of role and permission. */
export function matrixOf(engine: Engine): Matrix {
  const { model } = engine;
  const roles = Object.freeze([...model.roles.keys()]);
  const { permissions } = model;
  const cell = (role: string, permission: string): Cell => {
    if (!model.roles.has(role)) {
      const suggestion = didYouMean(role, roles) ?? "";
      throw new OptionInvalidError(
        `${quote(role)} is no role of this policy. ${suggestion}`.trimEnd(),
      );
    }
    return cellOf(engine, role, engine.position(permission));
  };
  return Object.freeze({
    permissions,
    roles,
    cell,
    toMarkdown() {
      const lines = permissions.map((permission) => {
        const marks = roles.map((role) => MARKS[cell(role, permission)]);
        return `| ${[permission, ...marks].join(" | ")} |`;
      });
      const head = `| ${["permission", ...roles].join(" | ")} |`;
      const rule = `| ${["permission", ...roles].map(() => "---").join(" | ")} |`;
      return `${[head, rule, ...lines].join("\n")}\n`;
    },
    toJSON() {
      return Object.fromEntries(
        roles.map((role) => [
          role,
          Object.fromEntries(permissions.map((permission) => [permission, cell(role, permission)])),
        ]),
      );
    },
  });
}
