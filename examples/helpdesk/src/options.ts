const USAGE = `npm start              show who may do what, then keep serving
npm start -- --once    show who may do what, and end
PORT=8080 npm start    serve on this port; a free one unless told

With INTERCOM_ACCESS_TOKEN it asks Intercom who is in your workspace, changes nothing, and ends.`;

export interface Options {
  readonly once: boolean;
  readonly port: number;
}

/** Ends the process with exit code 2 and a message if it was started with something it does not know. */
export function readOptions(flags: readonly string[], port: string | undefined): Options {
  const unknown = flags.find((flag) => flag !== "--once");
  if (unknown !== undefined) refuse(`Unknown option: ${unknown}`);
  const number = Number(port || 0);
  if (!Number.isInteger(number) || number < 0 || number > 65_535) {
    refuse(`PORT must be a number from 0 to 65535, not ${JSON.stringify(port)}.`);
  }
  return { once: flags.includes("--once"), port: number };
}

function refuse(message: string): never {
  console.error(`${message}\n\n${USAGE}`);
  process.exit(2);
}
