// What any policy engine on zod and CASL has to load.
import { createMongoAbility } from "@casl/ability";
import { z } from "zod";

const rule = z.object({ action: z.string(), subject: z.string() });
const ability = createMongoAbility([rule.parse({ action: "read", subject: "contacts" })]);
if (!ability.can("read", "contacts")) throw new Error("refused");
console.log(performance.now());
