import type { RequestHandler } from "express";

const READS: ReadonlySet<string> = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * Refuses what a page of somebody else makes a teammate's browser send. `SameSite` cookies stop other sites, and not the
 * other hosts and ports of this one; browsers say where a request comes from, and other programs have no cookies to lend.
 */
export const sameOrigin: RequestHandler = (req, res, next) => {
  const site = req.get("sec-fetch-site");
  const origin = req.get("origin");
  const foreign =
    (site !== undefined && site !== "same-origin" && site !== "none") ||
    (origin !== undefined && origin !== `${req.protocol}://${req.get("host")}`);
  if (!READS.has(req.method) && foreign) {
    res.status(403).json({ error: "Forbidden", message: "Sent by a page of another origin" });
    return;
  }
  next();
};
