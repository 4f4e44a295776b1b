import { isRbacError } from "@intercom-rbac/core";

/** What a guard's loader gives for a row that is not there; every other failure travels on. */
export async function orMissing<Row>(loading: PromiseLike<Row>): Promise<Row | undefined> {
  try {
    return await loading;
  } catch (error) {
    const isFailure = isRbacError(error) && error.code === "ERR_RBAC_INTERCOM_FAILED";
    if (isFailure && error.reason === "not-found") return undefined;
    throw error;
  }
}
