import type { StandIn } from "@intercom-rbac/stand-in";
import { startStandIn } from "@intercom-rbac/stand-in";
import { onTestFinished } from "vitest";
import { install } from "../src/demo.ts";
import type { Helpdesk } from "../src/serve.ts";
import { serve } from "../src/serve.ts";

/** A console on a free port, installed by the owner in the demo workspace of a stand-in. */
export async function running(): Promise<Helpdesk & { readonly standIn: StandIn }> {
  const standIn = await startStandIn();
  const { url, clientId, clientSecret } = standIn;
  const intercom = { clientId, clientSecret, baseUrl: url, authorizeUrl: `${url}/oauth` };
  const helpdesk = await serve(intercom, 0);
  onTestFinished(async () => {
    await helpdesk.close();
    await standIn.close();
  });
  await install(helpdesk.origin);
  return { ...helpdesk, standIn };
}
