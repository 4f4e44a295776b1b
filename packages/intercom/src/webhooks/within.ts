/**
 * Waits for work no longer than it may take. When the time is up the work's signal is aborted, and the wait rejects with
 * a `TimeoutError`, however the work ends.
 */
export function within<Value>(
  ms: number,
  work: (signal: AbortSignal) => Promise<Value>,
): Promise<Value> {
  const controller = new AbortController();
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      const late = new DOMException(`It took longer than ${ms} ms.`, "TimeoutError");
      controller.abort(late);
      reject(late);
    }, ms);
    work(controller.signal).then(
      (value) => {
        clearTimeout(timer);
        resolve(value);
      },
      (error: unknown) => {
        clearTimeout(timer);
        reject(error);
      },
    );
  });
}
