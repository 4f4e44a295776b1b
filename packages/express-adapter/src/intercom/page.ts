import type { ServerResponse } from "node:http";

/** The only style of these pages; the policy below allows it by its hash. */
const STYLE =
  "body{font:1rem/1.5 system-ui,sans-serif;max-width:40rem;margin:3rem auto;padding:0 1rem;color:#1a1a1a;background:#fff}a{color:#0b57d0}li{margin:.5rem 0}";

/** No script, frame, form, image or request of any kind: whatever got into the text is text. */
const CONTENT_POLICY =
  "default-src 'none'; style-src 'sha256-EMHW+ogtt7v7JXIRRmKDNIA+lx9mibUVV8bqIXghnaU='; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** What every answer of the router has: nothing is kept, and the address goes to nobody, since it may have the code. */
export const PRIVATE: Readonly<Record<string, string>> = {
  "Cache-Control": "no-store",
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
};

/** Text that is HTML; made by `html` alone, which escapes what it is given. */
export interface Html {
  readonly html: string;
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** A template of HTML. Values are escaped, for text and for quoted attributes; those that are HTML already are kept. */
export function html(
  parts: TemplateStringsArray,
  ...values: readonly (string | Html | readonly Html[])[]
): Html {
  const written = values.map((value) => {
    if (typeof value === "string") return value.replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? "");
    return "html" in value ? value.html : value.map((one) => one.html).join("");
  });
  return { html: parts.reduce((text, part, index) => text + (written[index - 1] ?? "") + part) };
}

export interface Page {
  readonly status: number;
  readonly title: string;
  readonly body: Html;
}

export function sendPage(res: ServerResponse, { status, title, body }: Page): void {
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${{ html: STYLE }}</style>
</head>
<body>
<main>
<h1>${title}</h1>
${body}
</main>
</body>
</html>
`;
  send(res, status, page.html, {
    "Content-Type": "text/html; charset=utf-8",
    "Content-Security-Policy": CONTENT_POLICY,
    "X-Frame-Options": "DENY",
  });
}

export function sendJson(res: ServerResponse, status: number, body: object): void {
  send(res, status, JSON.stringify(body), { "Content-Type": "application/json; charset=utf-8" });
}

/** Node's own calls, so that no setting of the app changes what is sent. Without a body for HEAD. */
function send(
  res: ServerResponse,
  status: number,
  text: string,
  headers: Readonly<Record<string, string>>,
): void {
  res.statusCode = status;
  for (const [name, value] of Object.entries({ ...PRIVATE, ...headers }))
    res.setHeader(name, value);
  res.setHeader("Content-Length", Buffer.byteLength(text));
  if (res.req.method === "HEAD") res.end();
  else res.end(text);
}

/** 303: whatever the request was, the browser asks for the next page by GET, and takes no address along. */
export function redirect(res: ServerResponse, location: string): void {
  res.statusCode = 303;
  for (const [name, value] of Object.entries(PRIVATE)) res.setHeader(name, value);
  res.setHeader("Location", location);
  res.setHeader("Content-Length", 0);
  res.end();
}
