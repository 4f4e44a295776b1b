/** Is this what Express hands to a function that was mounted in the place of what it returns? */
export function isRequest(value: unknown): boolean {
  return typeof value === "object" && value !== null && "method" in value && "headers" in value;
}
