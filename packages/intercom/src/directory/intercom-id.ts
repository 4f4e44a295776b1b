const ID = /^(?:0|[1-9]\d{0,14})$/;

/** Whether it is an id of Intercom as it is written: without a leading zero, which would name nobody. */
export function isIntercomId(id: string): boolean {
  return ID.test(id);
}
