import { unsupported } from "../../errors/call-errors.ts";
import type { ApplicationDefault } from "./application-default.ts";

/** Without files and processes there are no default credentials. */
export function applicationDefault(): ApplicationDefault {
  const fail = () =>
    Promise.reject(
      unsupported("Application Default Credentials", "this runtime", "Pass `accessToken` or `apiKey` to vertex()."),
    );
  return { authorizer: { credentialKind: "default-credentials", headers: fail }, project: fail };
}
