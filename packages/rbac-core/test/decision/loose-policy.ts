import { CompiledPolicy } from "../../src/compiled-policy.ts";
import { parseDefinition } from "../../src/definition/parse-definition.ts";

/** A policy as JavaScript sees it: no type keeps a test from asking what a caller without types could ask. */
export function loosePolicy(definition: unknown): CompiledPolicy {
  return new CompiledPolicy(parseDefinition(definition));
}

export { CompiledPolicy };
