import { unsupported } from "../../errors/call-errors.ts";
import type { ApplicationDefault } from "./application-default.ts";

/** Not supported: default credentials need files and processes. */
export function applicationDefault(): ApplicationDefault {
  const fail = () =>
    Promise.reject(
      unsupported("Application Default Credentials", "this runtime", "Pass `accessToken` or `apiKey` to vertex()."),
    );
  return { authorizer: () => ({ credentialKind: "default-credentials", headers: fail }), project: fail };
}
