/** The message that an assertion fails with. */
export function failureOf(assertion: () => unknown): string {
  try {
    assertion();
  } catch (error) {
    if (error instanceof Error) return error.message;
    throw error;
  }
  throw new Error("The assertion passed.");
}

/** A text written with indentation, as the message has it. */
export function lines(text: TemplateStringsArray): string {
  const written = text.join("").split("\n").slice(1, -1);
  const margin = Math.min(
    ...written.filter((line) => line.trim() !== "").map((line) => line.search(/\S/)),
  );
  return written.map((line) => line.slice(margin)).join("\n");
}
