// npm run bench:report: the documents again, from the checked-in results and without running anything.
import { writeDocuments } from "./report/write-documents.ts";

writeDocuments();
