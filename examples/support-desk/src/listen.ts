import { once } from "node:events";
import type { RequestListener, Server } from "node:http";
import { createServer } from "node:http";

/** Listens on this machine only. If the port is taken, on a free one; 0 asks for a free one to begin with. */
export async function listen(
  app: RequestListener,
  port: number,
): Promise<{ readonly server: Server; readonly port: number }> {
  const server = createServer(app);
  server.listen(port, "127.0.0.1");
  try {
    await once(server, "listening");
  } catch (error) {
    if (port === 0 || !isTaken(error)) throw error;
    return listen(app, 0);
  }
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("not listening on a port");
  return { server, port: address.port };
}

function isTaken(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "EADDRINUSE";
}
