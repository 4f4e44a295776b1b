/**
 * A copy of the options that inherits nothing: what somebody planted on `Object.prototype` is no option of ours, and
 * changing the original afterwards changes nothing.
 */
export function ownOptions<O extends object>(options: O): O {
  return Object.assign(Object.create(null), options);
}
