/** One method of one path, and whether somebody without permission reaches what it does. */
export interface RouteReport {
  /** Upper case: `GET`; `ALL` for `app.all` and for functions mounted by `use`. */
  readonly method: string;
  /** The whole path, mount paths included, as registered: `/api/v1/contacts/:id`. Of a RegExp its source text. */
  readonly path: string;
  /**
   * `guarded`: a guard runs before the handler, on every request that reaches it. `public`: marked so by
   * `publicRoute`. `unguarded`: neither. `opaque`: it cannot be told, and `reason` says why.
   */
  readonly status: "guarded" | "public" | "unguarded" | "opaque";
  /** What the guards that certainly run demand, outermost first. */
  readonly guards: readonly RouteGuard[];
  readonly reason?: string;
}

/** What one guard demands. */
export interface RouteGuard {
  readonly all?: readonly string[];
  readonly any?: readonly string[];
  readonly list?: true;
  readonly deferred?: true;
  readonly resource?: true;
}

/** An Express application or router: 4 or 5, of whichever typings. */
export interface RoutedApp {
  readonly use: (...handlers: never[]) => unknown;
  readonly route: (path: never) => unknown;
}
