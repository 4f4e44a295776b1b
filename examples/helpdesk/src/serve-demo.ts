import { once } from "node:events";
import { startStandIn } from "@intercom-rbac/stand-in";
import { install, visitAll } from "./demo.ts";
import { people } from "./expected.ts";
import type { Options } from "./options.ts";
import { serve } from "./serve.ts";
import { peopleTable, visitsTable } from "./tables.ts";

/** The console against a stand-in of Intercom: shows who may do what. Resolves to the exit code. */
export async function serveDemo({ once: ends, port }: Options): Promise<number> {
  const standIn = await startStandIn();
  const { url, clientId, clientSecret, workspace } = standIn;
  const intercom = { clientId, clientSecret, baseUrl: url, authorizeUrl: `${url}/oauth` };
  const helpdesk = await serve(intercom, port);
  const { origin, connections } = helpdesk;
  try {
    await install(origin);
    const connection = await connections.of(workspace.id_code);
    if (connection === undefined) throw new Error("The workspace is not connected.");
    console.log(`The helpdesk listens on ${origin}, and a stand-in of Intercom on ${url}.\n`);
    console.log(await peopleTable(workspace, connection.directory));

    const visits = await visitAll(origin);
    console.log(visitsTable(visits));
    const wrong = visits.filter(({ answer, expected }) => answer !== expected);
    for (const { request, as, answer, expected } of wrong) {
      console.error(`${request} as ${as}: ${answer}, and ${expected} was expected.`);
    }
    const allowed = visits.filter(({ answer }) => answer.startsWith("2")).length;
    const verdict = wrong.length === 0 ? "all as expected" : `${wrong.length} not as expected`;
    console.log(
      `${visits.length} requests to the helpdesk, ${allowed} allowed, ${visits.length - allowed} refused; ${verdict}.`,
    );
    if (wrong.length > 0) return 1;
    if (ends) return 0;
    console.log(
      `\nOpen ${origin}/intercom in a browser and sign in as ${people[0]} or another; then ${origin}/me.\nServing until Ctrl+C.`,
    );
    await Promise.race([once(process, "SIGINT"), once(process, "SIGTERM")]);
    return 0;
  } finally {
    await helpdesk.close();
    await standIn.close();
  }
}
