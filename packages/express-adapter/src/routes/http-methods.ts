/**
 * The methods that Node's parser knows, which is what an Express router goes by, in lower case as routes name them.
 *
 * Asked of Node when routes are first looked at: on Node 24 importing `node:http` takes longer than all of this
 * package, and an app that has no routes described never needs it here.
 */
export function httpMethods(): readonly string[] {
  return process.getBuiltinModule("node:http").METHODS.map((method) => method.toLowerCase());
}
