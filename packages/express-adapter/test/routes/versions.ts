const PAGES: Readonly<Record<string, { readonly title: string; readonly page: string }>> = {
  express: { title: "Express 5.3, router 2.3", page: "express-5.3" },
  "express5-router22": { title: "Express 5.2, router 2.2", page: "express-5.2" },
  express4: { title: "Express 4.18", page: "express-4" },
};

/** The page of expected tables for the Express under test. */
export function expectedPage(): { readonly title: string; readonly file: URL } {
  const found = PAGES[process.env["EXPRESS_UNDER_TEST"] ?? ""];
  if (found === undefined) throw new Error("EXPRESS_UNDER_TEST names no Express.");
  return { title: found.title, file: new URL(`expected/${found.page}.md`, import.meta.url) };
}
