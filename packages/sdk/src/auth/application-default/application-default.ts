import type { Authorizer, Transport } from "../../http/send.ts";
import type { CallScope } from "../../scope/call-scope.ts";

/** Google's Application Default Credentials. */
export interface ApplicationDefault {
  /** Authorizes requests. Token requests use the same connections as the requests of the model. */
  authorizer(transport: Transport): Authorizer;
  /** The project that the credentials name, if any. */
  project(transport: Transport, scope: CallScope): Promise<string | undefined>;
}
