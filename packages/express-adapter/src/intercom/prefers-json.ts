import type { IncomingMessage } from "node:http";

/** Whether the client would rather have JSON than a page, RFC 9110 section 12.5.1. When in doubt, a page. */
export function prefersJson({ headers }: IncomingMessage): boolean {
  const accepted = (headers.accept ?? "").split(",").map(range);
  return qualityOf("application/json", accepted) > qualityOf("text/html", accepted);
}

interface Range {
  readonly type: string;
  readonly quality: number;
}

function range(text: string): Range {
  const [type = "", ...parameters] = text.split(";").map((part) => part.trim().toLowerCase());
  const q = parameters.find((parameter) => parameter.startsWith("q="));
  const quality = q === undefined ? 1 : Number(q.slice(2));
  return { type, quality: Number.isNaN(quality) ? 0 : quality };
}

/** By the most specific range that covers the type. */
function qualityOf(type: string, accepted: readonly Range[]): number {
  const family = `${type.split("/")[0]}/*`;
  for (const wanted of [type, family, "*/*"]) {
    const found = accepted.find((range) => range.type === wanted);
    if (found !== undefined) return found.quality;
  }
  return 0;
}
