// The apps of the HTTP question in a process of its own; tells its processor time when asked.
import { createServer } from "node:http";
import { httpApps } from "./workloads/http-app.ts";

const server = createServer(httpApps());
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  if (typeof address === "object" && address !== null) process.send?.({ port: address.port });
});
process.on("message", () => {
  process.send?.({ cpu: process.cpuUsage() });
});
process.on("disconnect", () => process.exit(0));
