import { startStandIn } from "./start-stand-in.ts";

const port = Number(process.env["PORT"] ?? 0);
const standIn = await startStandIn({ port });
const { url, token, clientId, clientSecret } = standIn;

console.log(`The stand-in for Intercom listens on ${url}

  token          ${token}
  client id      ${clientId}
  client secret  ${clientSecret}

Every one of them is made up and dies with this process: Ctrl-C ends it.
  curl -H "Authorization: Bearer ${token}" -H "Intercom-Version: 2.16" ${url}/admins`);

process.once("SIGINT", () => {
  standIn.close().catch(() => process.exit(1));
});
