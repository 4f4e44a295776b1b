/** A mistake someone could make in the core, as edits of its source. Each search text occurs exactly once. */
export interface Fault {
  readonly name: string;
  /** What it breaks, in the words of the design. */
  readonly breaks: string;
  /** Path below `src`. */
  readonly file: string;
  readonly edits: readonly { readonly search: string; readonly replace: string }[];
}

export const FAULTS: readonly Fault[] = [
  {
    name: "denial order",
    breaks:
      "Denials win, whatever the order: here a grant that comes later beats an earlier denial",
    file: "decision/verdict.ts",
    edits: [
      {
        search: "const denials = rules.filter(({ inverted }) => inverted);",
        replace:
          "const denials = rules.filter(({ inverted }, at) => inverted && rules.slice(at).every((later) => later.inverted));",
      },
    ],
  },
  {
    name: "missing attribute",
    breaks: "A referenced attribute that the principal lacks is unknown: here it matches every row",
    file: "rules/compile-condition.ts",
    edits: [
      {
        search: "return isScalar(value) && isScalar(wanted) ?",
        replace:
          "if (presence(wanted) !== TRUE) return TRUE;\n  return isScalar(value) && isScalar(wanted) ?",
      },
    ],
  },
  {
    name: "wildcard leak",
    breaks: "`manage` means only itself: here granting it grants every action of the resource",
    file: "definition/patterns.ts",
    edits: [
      {
        search: "Object.freeze(position === undefined ? this.#matching(pattern) : [position])",
        replace:
          'Object.freeze(position === undefined || pattern.endsWith(":manage") ? this.#matching(pattern.replace(":manage", ":*")) : [position])',
      },
    ],
  },
  {
    name: "wildcard leak through CASL",
    breaks: "A resource called `all` means only itself: here CASL's own wildcard comes back",
    file: "questions/casl-options.ts",
    edits: [{ search: "anySubjectType: NO_WILDCARD", replace: 'anySubjectType: "all"' }],
  },
  {
    name: "stale role cache",
    breaks: "Roles are read at every check: here the first answer for a list of roles is kept",
    file: "decision/role-sets.ts",
    edits: [
      {
        search: "  find(names: readonly unknown[]): RoleSet {\n    let set = this.#none;",
        replace:
          "  readonly #kept = new WeakMap<object, RoleSet>();\n  find(names: readonly unknown[]): RoleSet {\n    const kept = this.#kept.get(names);\n    if (kept !== undefined) return kept;\n    let set = this.#none;",
      },
      {
        search: "    }\n    return set;\n",
        replace: "    }\n    this.#kept.set(names, set);\n    return set;\n",
      },
    ],
  },
  {
    name: "role sets mixed up",
    breaks: "One verdict per set of roles: here sets with the same last role share theirs",
    file: "decision/role-sets.ts",
    edits: [{ search: "held.join()", replace: "String(held.at(-1))" }],
  },
  {
    name: "type coercion",
    breaks: "Types never coerce: here 5 equals its string",
    file: "rules/compile-condition.ts",
    edits: [
      { search: "truthOf(value === wanted)", replace: "truthOf(String(value) === String(wanted))" },
    ],
  },
  {
    name: "unknown denial skipped",
    breaks: "An unknown denial refuses: here it is passed over",
    file: "decision/evaluate.ts",
    edits: [{ search: "test(row, who) !== FALSE", replace: "test(row, who) === TRUE" }],
  },
  {
    name: "unknown condition grants",
    breaks: "Unknown grants nothing: here a field missing on the row is as good as a match",
    file: "decision/evaluate.ts",
    edits: [{ search: "test(row, who) === TRUE", replace: "test(row, who) !== FALSE" }],
  },
  {
    name: "tenant without attribute",
    breaks: "A missing workspace refuses: here a principal without one is of every workspace",
    file: "decision/evaluate.ts",
    edits: [
      {
        search: "return isScalar(home) && row(resource) === home;",
        replace: "return !isScalar(home) || row(resource) === home;",
      },
    ],
  },
  {
    name: "scopes default to all",
    breaks: "A principal without `scopes` has none: here it has them all",
    file: "decision/evaluate.ts",
    edits: [
      {
        search: "if (scopes !== undefined && !scopes.some",
        replace: "if (scopes !== undefined && held.length > 0 && !scopes.some",
      },
    ],
  },
  {
    name: "ceiling forgotten with fields",
    breaks: "The ceiling bounds every role: here saying fields gets around it",
    file: "decision/evaluate.ts",
    edits: [
      {
        search: "const refused = judgeLayers(layers, scopes);",
        replace: "const refused = fields === undefined ? judgeLayers(layers, scopes) : undefined;",
      },
    ],
  },
  {
    name: "exclusivity without inheritance",
    breaks: "Exclusive roles include inherited ones: here only roles held by name count",
    file: "definition/exclusive.ts",
    edits: [
      {
        search: "for (const { name } of nearestFirst(role)) names.add(name);",
        replace: "names.add(role.name);",
      },
    ],
  },
  {
    name: "fields granted in part",
    breaks: "Every field must be granted: here one of them is enough",
    file: "decision/evaluate.ts",
    edits: [
      { search: "fields.every((field) =>", replace: "fields.some((field) =>" },
      { search: "if (!found.allowed) return found;", replace: "if (!found.allowed) continue;" },
    ],
  },
  {
    name: "conditional grant without the row",
    breaks: "A conditional grant is never a yes without the resource: here it is, as in CASL",
    file: "decision/evaluate.ts",
    edits: [
      {
        search: "return covering[0]?.unasked ?? RESOURCE_REQUIRED;",
        replace: "return covering[0]?.matched ?? RESOURCE_REQUIRED;",
      },
    ],
  },
  {
    name: "inherited properties",
    breaks: "Inherited and polluted properties do not match: here they do",
    file: "rules/field-path.ts",
    edits: [
      {
        search: "return key in object ? UNREADABLE : undefined;",
        replace: "return Reflect.get(object, key);",
      },
    ],
  },
  {
    name: "lists of every workspace",
    breaks:
      "conditionsFor keeps to the tenant: here a database would return every workspace's rows",
    file: "questions/conditions-for.ts",
    edits: [
      {
        search: "if (tenant !== undefined) {",
        replace: "if (tenant !== undefined && denials.length > 0) {",
      },
    ],
  },
  {
    name: "snapshot without denials",
    breaks: "A snapshot answers as the policy does: here it leaves the denials behind",
    file: "snapshot/snapshot-for.ts",
    edits: [{ search: "denials.length === 0", replace: "denials.length >= 0" }],
  },
  {
    name: "table: last of several roles",
    breaks: "Several roles answer together: here the last one answers alone",
    file: "decision/answer-table.ts",
    edits: [
      {
        search: "      together |= this.#at(row, position);\n",
        replace: "      together = this.#at(row, position);\n",
      },
    ],
  },
  {
    name: "table: roles of the one before",
    breaks: "Roles are read at every check: here the first single role stays remembered",
    file: "decision/answer-table.ts",
    edits: [{ search: "if (roles[0] !== this.#name)", replace: "if (this.#name === NO_NAME)" }],
  },
  {
    name: "table: denial on a condition",
    breaks: "A denial in part has to be looked at: here the table passes it over",
    file: "decision/answer-table.ts",
    edits: [{ search: "if ((said & DENIED_IN_PART) !== 0) return LOOK;", replace: "" }],
  },
  {
    name: "table: no inheritance",
    breaks: "A role inherits denials: here the table knows a role's own rules only",
    file: "decision/answer-table.ts",
    edits: [{ search: "for (const parent of role.inherits)", replace: "for (const parent of [])" }],
  },
  {
    name: "table: above the ceiling",
    breaks: "The ceiling bounds every role: here the table does not know of it",
    file: "decision/answer-table.ts",
    edits: [{ search: "ceiling !== undefined && !ceiling.has(position)", replace: "false" }],
  },
  {
    name: "table: scopes",
    breaks: "Scopes are read at every check: here the table says yes without them",
    file: "decision/answer-table.ts",
    edits: [{ search: "answer === YES && scopes !== undefined", replace: "false" }],
  },
  {
    name: "table: exclusive roles",
    breaks: "Roles that exclude each other allow nothing: here the table adds them up",
    file: "decision/answer-table.ts",
    edits: [{ search: "if (this.#exclusive) return LOOK;", replace: "" }],
  },
  {
    name: "table: place of a custom role",
    breaks: "Custom roles come after the base's: here they get the answers of the base's",
    file: "decision/role-places.ts",
    edits: [{ search: "before.#size + place", replace: "place" }],
  },
  {
    name: "search: value of another field",
    breaks: "Grants on one value are looked up by their own field: here fields are mixed up",
    file: "decision/grant-search.ts",
    edits: [{ search: "grant.field !== runField", replace: "grant.field === undefined" }],
  },
  {
    name: "search: inherited value",
    breaks: "Inherited properties do not match: here the certain answer lets them",
    file: "rules/compile-certain.ts",
    edits: [
      {
        search: "Object.hasOwn(row, field) && row[field] === wanted",
        replace: "row[field] === wanted",
      },
    ],
  },
  {
    name: "certain: missing attribute",
    breaks: "A missing attribute matches nothing: here it equals a missing field",
    file: "rules/compile-certain.ts",
    edits: [
      {
        search:
          "if (!Object.hasOwn(row, field) || !Object.hasOwn(who, attribute)) return false;\n    const value = row[field];\n    return value === who[attribute] && isScalar(value);",
        replace: "return row[field] === who[attribute];",
      },
    ],
  },
  {
    name: "decision of other roles",
    breaks: "A decision repeats the principal's own roles: here those of the one before",
    file: "decision/decision-book.ts",
    edits: [{ search: "if (kept[at] !== named[at]) return false;", replace: "" }],
  },
];
