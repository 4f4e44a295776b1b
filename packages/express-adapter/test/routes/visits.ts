import type { RequestHandler } from "express";

/** A request as nobody, and the handler that it would run; `file` if that is `express.static`. */
export interface Visit {
  readonly method: string;
  readonly url: string;
  readonly handler: string;
}

/** Makes handlers, remembers which of them ran, and with which request each row of the table is tried. */
export class Visits {
  /** The handlers that ran, by the row that they were made for. */
  readonly ran: string[] = [];
  readonly #byRow = new Map<string, Visit[]>();
  readonly #ways: Visit[] = [];

  /** A handler for the row `METHOD path`, and the URLs that lead there; `POST /url` for one of `ALL`. */
  at(row: string, ...urls: readonly string[]): RequestHandler {
    this.by(row, row, ...urls);
    return (_req, res) => {
      this.ran.push(row);
      res.send(row);
    };
  }

  /** The same handler is another row too. */
  by(handler: string, row: string, ...urls: readonly string[]): void {
    const [method = ""] = row.split(" ");
    const visits = urls.map((url) => visitOf(handler, url, method === "ALL" ? "GET" : method));
    this.#byRow.set(row, [...(this.#byRow.get(row) ?? []), ...visits]);
  }

  /** A request that gets past a guard to this handler: the reason why its row must not be called guarded. */
  past(handler: string, url: string): void {
    this.#ways.push(visitOf(handler, url, handler.split(" ", 1)[0] ?? ""));
  }

  of(row: string): readonly Visit[] {
    return this.#byRow.get(row) ?? [];
  }

  get ways(): readonly Visit[] {
    return this.#ways;
  }
}

function visitOf(handler: string, url: string, usual: string): Visit {
  const [first = "", second] = url.split(" ");
  return second === undefined
    ? { handler, method: usual, url: first }
    : { handler, method: first, url: second };
}
