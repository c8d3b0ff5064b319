import type { CallScope } from "../transport/call-scope.ts";
import type { Authorizer } from "../transport/send.ts";

/** Google's Application Default Credentials. */
export interface ApplicationDefault {
  readonly authorizer: Authorizer;
  /** The project that the credentials name, if any. */
  project(scope: CallScope): Promise<string | undefined>;
}
