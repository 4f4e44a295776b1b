/** Tells a callback of the app. What it throws, or rejects with, is the app's and stops nothing here: a warning. */
export function notify(name: string, call: () => unknown): void {
  const warn = () => process.emitWarning(`${name} failed.`, { type: "IntercomRbacWarning" });
  try {
    Promise.resolve(call()).catch(warn);
  } catch {
    warn();
  }
}
