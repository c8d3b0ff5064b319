import type { Endpoint } from "../server/exchange.ts";
import { countTokens, generateContent, streamGenerateContent } from "./generate.ts";
import {
  fetchAdminControls,
  getUserSetting,
  listExperiments,
  recordMetrics,
  retrieveUserQuota,
  setUserSetting,
} from "./housekeeping.ts";
import { getOperation, loadCodeAssist, onboardUser } from "./set-up.ts";

// Any version: clients set it by CODE_ASSIST_API_VERSION.
const version = "v[0-9][0-9a-z]*";

/** `cloudcode-pa.googleapis.com` */
export const codeAssistEndpoints: readonly Endpoint[] = [
  rpc("POST", "loadCodeAssist", loadCodeAssist),
  rpc("POST", "onboardUser", onboardUser),
  rpc("POST", "generateContent", generateContent),
  rpc("POST", "streamGenerateContent", streamGenerateContent),
  rpc("POST", "countTokens", countTokens),
  rpc("POST", "retrieveUserQuota", retrieveUserQuota),
  rpc("POST", "listExperiments", listExperiments),
  rpc("POST", "fetchAdminControls", fetchAdminControls),
  rpc("POST", "recordCodeAssistMetrics", recordMetrics),
  rpc("POST", "setCodeAssistGlobalUserSetting", setUserSetting),
  rpc("GET", "getCodeAssistGlobalUserSetting", getUserSetting),
  {
    backend: "code-assist",
    operation: "getOperation",
    method: "GET",
    path: `/:version{${version}}/operations/:operation{.+}`,
    handle: getOperation,
  },
];

function rpc(method: "GET" | "POST", operation: string, handle: Endpoint["handle"]): Endpoint {
  return { backend: "code-assist", operation, method, path: `/:rpc{${version}:${operation}}`, handle };
}
