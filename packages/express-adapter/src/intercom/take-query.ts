import type { IncomingMessage } from "node:http";

/**
 * The query of the request, which is taken off it: access logs and error reports write addresses down, and this one has
 * the code. Read here and not by the app's query parser, which each Express and app may set up otherwise.
 */
export function takeQuery(req: IncomingMessage): URLSearchParams {
  const query = queryOf(req);
  req.url = pathOf(req.url);
  const originalUrl: unknown = Reflect.get(req, "originalUrl");
  if (typeof originalUrl === "string") Reflect.set(req, "originalUrl", pathOf(originalUrl));
  // What `parseurl` keeps, by which Express finds its routes: it parses anew when it is asked.
  Reflect.deleteProperty(req, "_parsedUrl");
  Reflect.deleteProperty(req, "_parsedOriginalUrl");
  // Express 4 has parsed it by now; Express 5 parses the URL whenever it is asked.
  if (Object.hasOwn(req, "query")) Reflect.set(req, "query", {});
  return query;
}

export function queryOf({ url = "" }: IncomingMessage): URLSearchParams {
  const at = url.indexOf("?");
  return new URLSearchParams(at === -1 ? "" : url.slice(at + 1));
}

export function pathOf(url = "/"): string {
  const at = url.indexOf("?");
  return at === -1 ? url : url.slice(0, at);
}

/** The parameter's value; a list when it is there more than once, which nothing of ours takes. */
export function parameter(query: URLSearchParams, name: string): string | string[] | undefined {
  const all = query.getAll(name);
  return all.length > 1 ? all : all[0];
}
