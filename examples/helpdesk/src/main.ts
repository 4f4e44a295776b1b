import { readOptions } from "./options.ts";
import { serveDemo } from "./serve-demo.ts";
import { showConnection } from "./show-connection.ts";

// Whoever reads the output may leave early, as `head` does.
process.stdout.once("error", () => process.exit());

const options = readOptions(process.argv.slice(2), process.env["PORT"]);
const token = process.env["INTERCOM_ACCESS_TOKEN"];
process.exitCode = token === undefined ? await serveDemo(options) : await showConnection();
