/** A request that Intercom would refuse: its status and the first entry of the answer's `errors`. */
export class Refusal extends Error {
  readonly status: number;
  readonly code: string;
  readonly field: string | undefined;

  constructor(status: number, code: string, message: string, field?: string) {
    super(message);
    this.name = "Refusal";
    this.status = status;
    this.code = code;
    this.field = field;
  }
}

export function notFound(message = "Resource Not Found", code = "not_found"): Refusal {
  return new Refusal(404, code, message);
}

/** Intercom's error body. */
export function toErrorList(refusal: Refusal, requestId: string): object {
  const { code, message, field } = refusal;
  return {
    type: "error.list",
    request_id: requestId,
    errors: [field === undefined ? { code, message } : { code, message, field }],
  };
}
