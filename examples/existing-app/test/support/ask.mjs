import request from "supertest";

function send(agent, line, { headers = {}, body }) {
  const [method, path] = line.split(" ");
  const sent = agent[method.toLowerCase()](path).set(headers);
  return body === undefined ? sent : sent.send(body);
}

async function loggedIn(target, username) {
  const agent = request.agent(target);
  if (username !== undefined) {
    await agent.post("/login").send({ username, password: "demo" }).expect(200);
  }
  return agent;
}

/**
 * Sends one row's request, with the cookie of a real login where it says who.
 *
 * @param target an app, or the URL of a running one
 */
export async function ask(target, row) {
  const agent = await loggedIn(target, row.as);
  for (const [who, line] of row.first ?? []) {
    await send(await loggedIn(target, who), line, {}).expect(204);
  }
  return send(agent, row.send, row);
}

/** An answer as the table of requests has it. */
export function summaryOf(response, { sees }) {
  const { ok, status, body } = response;
  const seen = ok ? sees?.(response) : body.code;
  return seen === undefined ? `${status}` : `${status} ${seen}`;
}
