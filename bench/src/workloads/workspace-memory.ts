import type { Sample } from "../harness/question.ts";
import { retained } from "../harness/retained.ts";
import { caslAbility } from "../peers/casl.ts";
import { makeBitsets } from "./workspace-bitsets.ts";
import { policyOf, storedTexts, WORKSPACES, warm, workspaceRoles } from "./workspaces.ts";

function kib(bytes: number): number {
  return bytes / WORKSPACES.length / 1024;
}

function memorySample(side: string, kind: Sample["kind"], bytes: number, floor?: number): Sample {
  const ratio = floor === undefined ? undefined : bytes / floor;
  return { row: "tenants-memory", side, kind, value: kib(bytes), ratio };
}

/** What the policies of all workspaces hold once warm, and their definitions alone. */
export function memory(): Sample[] {
  const texts = storedTexts();
  // What the first of a kind makes for all that follow is no workspace's.
  warm(policyOf(JSON.stringify(workspaceRoles(-1))), -1);
  const definitions = retained(() => texts.map((text): unknown => JSON.parse(text)));
  const policies = retained(() => texts.map((text, workspace) => warm(policyOf(text), workspace)));
  const text = texts.reduce((sum, { length }) => sum + length, 0);
  return [
    memorySample("definitions as parsed JSON", "floor", definitions, definitions),
    memorySample("definitions as JSON text", "floor", text, definitions),
    memorySample("rbac, all told", "ours", policies, definitions),
    memorySample("rbac, beyond the definitions", "ours", policies - definitions),
  ];
}

export function memoryOfCasl(): Sample[] {
  const abilities = retained(() =>
    WORKSPACES.map((workspace) =>
      workspaceRoles(workspace).map(({ can }) => {
        const ability = caslAbility(can);
        ability.can("read", "contacts");
        return ability;
      }),
    ),
  );
  return [memorySample("CASL, an ability per role set", "peer", abilities)];
}

export function memoryOfBitsets(): Sample[] {
  return [memorySample("bitset by hand, all told", "floor", retained(makeBitsets))];
}
