// All type-checks, or those of one folder: npm run typecheck -- packages/rbac-core
import { runChecks, typechecks } from "./checks.mjs";

const list = typechecks(process.argv[2]);
if (list.length === 0) console.error(`No tsconfig.json below ${process.argv[2]}.`);
const failed = await runChecks(list);
process.exitCode = failed.length === 0 && list.length > 0 ? 0 : 1;
