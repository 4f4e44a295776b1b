import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { sdkMethods } from "../../src/guard/sdk-methods.ts";
import { methodsTable, refusedList } from "./methods-table.ts";

const PAGE = fileURLToPath(new URL("../../../../docs/guide/sdk-methods.md", import.meta.url));

/** `npx vitest run --project intercom methods-page -u` writes the page anew. */
it("docs/guide/sdk-methods.md says what the table of methods says", async () => {
  const count = Object.keys(sdkMethods).length;
  const page = `# The methods of a guarded client

All ${count} methods of \`intercom-client\` 7.0.3 that a [guarded client](./guarding-the-sdk.md) lets through: which
permission each demands, what it sends, and what is done where that permission is granted by a condition on the row. The
page is made of the code's own table, and a test holds the two together.

${methodsTable()}

## Refused to everybody

${refusedList()}

Methods that an update of the SDK adds are refused too, until this table has them.
`;
  await expect(page).toMatchFileSnapshot(PAGE);
});
