import type { GenerateContentPayload } from "./generate.ts";

/** Who asks; a closed set of enum values, refused when misspelt. */
export interface ClientMetadata {
  ideType: "IDE_UNSPECIFIED";
  platform: "PLATFORM_UNSPECIFIED";
  pluginType: "GEMINI";
  duetProject?: string;
}

/** `POST :loadCodeAssist` */
export interface LoadCodeAssistRequest {
  cloudaicompanionProject?: string;
  metadata: ClientMetadata;
}

/** What the account is entitled to. Every member may be missing or null. */
export interface LoadCodeAssistReply {
  currentTier?: UserTier | null;
  paidTier?: UserTier | null;
  allowedTiers?: readonly UserTier[] | null;
  ineligibleTiers?: readonly IneligibleTier[] | null;
  /** A plain string here, an object in the reply to `onboardUser`; both are understood. */
  cloudaicompanionProject?: string | { id?: string } | null;
}

/** A plan. */
export interface UserTier {
  id?: string;
  name?: string;
  isDefault?: boolean;
}

/** Why a plan is out of reach. */
export interface IneligibleTier {
  tierId?: string;
  reasonCode?: string;
  reasonMessage?: string;
  validationUrl?: string;
}

/** `POST :onboardUser` */
export interface OnboardUserRequest {
  tierId: string;
  cloudaicompanionProject?: string;
  metadata: ClientMetadata;
}

/** A `google.longrunning.Operation`. */
export interface OnboardOperation {
  name?: string;
  done?: boolean;
  error?: { code?: number; message?: string };
  response?: { cloudaicompanionProject?: string | { id?: string } | null };
}

/** Around every Code Assist answer. */
export interface CodeAssistReply {
  response?: GenerateContentPayload;
  traceId?: string;
}
