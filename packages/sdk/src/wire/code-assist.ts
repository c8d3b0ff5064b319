import type { GenerateContentPayload } from "./generate.ts";
import type { Status } from "./status.ts";

/** The client that sends the request. Google rejects unknown values. */
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

/** The plans of the account. Every member may be missing or null. */
export interface LoadCodeAssistReply {
  currentTier?: UserTier | null;
  paidTier?: UserTier | null;
  allowedTiers?: readonly UserTier[] | null;
  ineligibleTiers?: readonly IneligibleTier[] | null;
  /** A string here, an object in the response to `onboardUser`; the library accepts both in either. */
  cloudaicompanionProject?: string | { id?: string } | null;
}

/** A plan. */
export interface UserTier {
  id?: string;
  name?: string;
  isDefault?: boolean;
}

/** Why a plan is not available. */
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
  /** `code` is the number of a canonical status, not an HTTP status. */
  error?: Status;
  response?: { cloudaicompanionProject?: string | { id?: string } | null };
}

/** The envelope of every Code Assist response. */
export interface CodeAssistReply {
  response?: GenerateContentPayload;
  traceId?: string;
}

/** `POST :retrieveUserQuota`: one bucket for each model and kind of token. Every member may be missing or null. */
export interface UserQuotaReply {
  buckets?: readonly { modelId?: string; remainingFraction?: number; resetTime?: string; tokenType?: string }[] | null;
}
