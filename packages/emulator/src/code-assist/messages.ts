import { choice, flag, list, type Message, map, message, object, text } from "../checks/fields.ts";
import { countRequestMessage, generateRequestMessage } from "../checks/generate-messages.ts";

// The package of Code Assist's own types. Those of a generate request belong to Vertex AI.
const ownPackage = "google.internal.cloud.code.v1internal";

const clientMetadata: Message = {
  ideType: choice(
    `${ownPackage}.ClientMetadata.IdeType`,
    "IDE_UNSPECIFIED",
    "VSCODE",
    "INTELLIJ",
    "VSCODE_CLOUD_WORKSTATION",
    "INTELLIJ_CLOUD_WORKSTATION",
    "CLOUD_SHELL",
    "GEMINI_CLI",
  ),
  platform: choice(
    `${ownPackage}.ClientMetadata.Platform`,
    "PLATFORM_UNSPECIFIED",
    "DARWIN_AMD64",
    "DARWIN_ARM64",
    "LINUX_AMD64",
    "LINUX_ARM64",
    "WINDOWS_AMD64",
  ),
  pluginType: choice(
    `${ownPackage}.ClientMetadata.PluginType`,
    "PLUGIN_UNSPECIFIED",
    "CLOUD_CODE",
    "GEMINI",
    "AIPLUGIN_INTELLIJ",
    "AIPLUGIN_STUDIO",
  ),
  ideName: text,
  ideVersion: text,
  pluginVersion: text,
  updateChannel: text,
  duetProject: text,
};

const metric: Message = {
  timestamp: text,
  metricMetadata: map(text),
  conversationOffered: object,
  conversationInteraction: object,
};

/** `:loadCodeAssist` */
export const loadCodeAssistMessage: Message = {
  cloudaicompanionProject: text,
  metadata: message(`${ownPackage}.ClientMetadata`, () => clientMetadata),
  mode: choice(
    `${ownPackage}.LoadCodeAssistRequest.Mode`,
    "MODE_UNSPECIFIED",
    "FULL_ELIGIBILITY_CHECK",
    "HEALTH_CHECK",
  ),
};

/** `:onboardUser` */
export const onboardUserMessage: Message = {
  tierId: text,
  cloudaicompanionProject: text,
  metadata: message(`${ownPackage}.ClientMetadata`, () => clientMetadata),
};

/** `:generateContent` and `:streamGenerateContent`, the envelope around the request. */
export const generateEnvelopeMessage: Message = {
  model: text,
  project: text,
  userPromptId: text,
  request: message(`${ownPackage}.VertexGenerateContentRequest`, () => generateRequestMessage),
  enabledCreditTypes: list(choice(`${ownPackage}.Credits.CreditType`, "CREDIT_TYPE_UNSPECIFIED", "GOOGLE_ONE_AI")),
};

/** `:countTokens` */
export const countEnvelopeMessage: Message = {
  request: message(`${ownPackage}.VertexCountTokenRequest`, () => countRequestMessage),
};

/** `:retrieveUserQuota` */
export const quotaMessage: Message = { project: text, userAgent: text };

/** `:listExperiments` */
export const experimentsMessage: Message = {
  project: text,
  metadata: message(`${ownPackage}.ClientMetadata`, () => clientMetadata),
};

/** `:fetchAdminControls` */
export const adminControlsMessage: Message = { project: text };

/** `:recordCodeAssistMetrics` */
export const metricsMessage: Message = {
  project: text,
  requestId: text,
  metadata: message(`${ownPackage}.ClientMetadata`, () => clientMetadata),
  metrics: list(message(`${ownPackage}.CodeAssistMetric`, () => metric)),
};

/** `:setCodeAssistGlobalUserSetting` */
export const userSettingMessage: Message = { cloudaicompanionProject: text, freeTierDataCollectionOptin: flag };
