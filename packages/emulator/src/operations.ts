import type { EmulatedService } from "./backend.ts";

const generating = ["generateContent", "streamGenerateContent", "countTokens", "listModels", "getModel"] as const;

/** The operations of every service, as `calls` and matchers name them. */
export const operations = {
  oauth: ["token", "tokeninfo", "userinfo"],
  "code-assist": [
    "loadCodeAssist",
    "onboardUser",
    "getOperation",
    "generateContent",
    "streamGenerateContent",
    "countTokens",
    "retrieveUserQuota",
    "listExperiments",
    "fetchAdminControls",
    "recordCodeAssistMetrics",
    "getCodeAssistGlobalUserSetting",
    "setCodeAssistGlobalUserSetting",
  ],
  "gemini-api": generating,
  vertex: generating,
} as const satisfies Readonly<Record<EmulatedService, readonly string[]>>;

/** The operation of a request that no endpoint matches. */
export const unknownOperation = "unknown";
