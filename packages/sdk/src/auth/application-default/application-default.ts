import type { Authorizer } from "../../http/send.ts";
import type { CallScope } from "../../scope/call-scope.ts";

/** Google's Application Default Credentials. */
export interface ApplicationDefault {
  readonly authorizer: Authorizer;
  /** The project that the credentials name, if any. */
  project(scope: CallScope): Promise<string | undefined>;
}
