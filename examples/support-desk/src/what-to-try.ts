import { userNames } from "./users.ts";
import { send } from "./visit.ts";

const suggestions = [
  { request: "DELETE /contacts/p1", user: "ana" },
  { request: "GET /conversations/c2", user: "nina" },
  { request: "GET /contacts", user: undefined },
];

/** `curl` lines, each with what the app has just answered to the same request. */
export async function whatToTry(origin: string): Promise<string> {
  const parts = [`To try, as ${userNames.join(", ")} or nobody:`];
  for (const { request, user } of suggestions) {
    const [method, path] = request.split(" ");
    const { status, text } = await send(origin, request, { user });
    const options = [
      ...(method === "GET" ? [] : [`-X ${method}`]),
      ...(user === undefined ? [] : [`-H "x-demo-user: ${user}"`]),
    ];
    parts.push(["curl -i", ...options, `${origin}${path}`].join(" "));
    parts.push(`  ${status} ${text.replace(/("decisionId":")[^"]+/, "$1…")}`);
  }
  return parts.join("\n");
}
