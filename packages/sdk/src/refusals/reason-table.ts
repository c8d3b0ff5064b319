import { isWeb } from "#is-web";
import type { ErrorLink, GeminiErrorFields } from "../errors/error-init.ts";

/** The facts that a verdict depends on besides the reason. */
export interface ReasonFacts {
  readonly reason: string | undefined;
  /** Google's message, without the caller's credentials. */
  readonly message: string;
  readonly links: readonly ErrorLink[];
  readonly credentialKind: "api-key" | "gemini-cli-login" | "access-token" | "default-credentials";
  /** The backend's name, if known. */
  readonly backend: string | undefined;
  /** Whether Google calls the request itself invalid. It then quotes the request, whose words prove nothing. */
  readonly isBadRequest: boolean;
}

export type Verdict = Pick<GeminiErrorFields, "code" | "remedy" | "option" | "variable">;

/** How to recognise one kind of refusal, and what to do about it. */
interface Row {
  readonly reasons: readonly string[];
  /** For refusals without a reason, and for reasons that are not in this table. */
  readonly words?: RegExp;
  /** Whether Google calls such a request invalid (400 INVALID_ARGUMENT). */
  readonly inBadRequests?: true;
  readonly verdict: (facts: ReasonFacts) => Verdict;
}

const KEYS_PAGE = "https://aistudio.google.com/apikey";
const CONSOLE = /^https:\/\/console\.(?:cloud|developers)\.google\.com\//;
const CREDENTIALS_PAGE = "https://console.cloud.google.com/apis/credentials";
const CLOUD_SCOPE = "https://www.googleapis.com/auth/cloud-platform";

const badKey = (remedy: string) => (): Verdict => ({
  code: "api_key_invalid",
  option: "apiKey",
  variable: "GEMINI_API_KEY",
  remedy,
});

const restricted = (what: string, otherwise: string) =>
  badKey(`The key is restricted to ${what}: change its restrictions at ${CREDENTIALS_PAGE}, or ${otherwise}.`);

const forbidden = (remedy: string) => (): Verdict => ({ code: "permission_denied", remedy });

/** Google's messages are shorter; a longer one would take long to search. */
const LONGEST_MESSAGE = 2_000;

/** What Vertex AI says about a key of AI Studio, among others. */
const NO_KEYS = /api keys are not supported/i;

const OTHER_KEY =
  "Vertex AI takes only keys of its own (https://cloud.google.com/vertex-ai/generative-ai/docs/start/api-keys): use one of them, " +
  "or the Gemini API for a key of AI Studio, or name a project and sign in without a key.";

/** The role that lets an account call the service. */
const ROLES: Readonly<Record<string, string>> = {
  vertex: "Vertex AI User (roles/aiplatform.user)",
  "code-assist": "Gemini for Google Cloud User (roles/cloudaicompanion.user)",
};

const QUOTA_PROJECT = isWeb
  ? ""
  : "; the Application Default Credentials can name a quota project of their own (`gcloud auth application-default set-quota-project`, GOOGLE_CLOUD_QUOTA_PROJECT)";

/** How to get a token with another scope, by the kind of credentials. */
const NEW_SCOPE: Readonly<Record<ReasonFacts["credentialKind"], string>> = {
  "access-token": `Use an access token with the scope ${CLOUD_SCOPE}.`,
  "default-credentials": `Run \`gcloud auth application-default login --scopes=${CLOUD_SCOPE}\`; a virtual machine needs this access scope itself.`,
  "gemini-cli-login": "Sign in again with the Gemini CLI (run `gemini`) and allow everything that it asks for.",
  "api-key": "This service needs a token instead of an API key.",
};

/**
 * Refusals of a key, a project or a permission. The first row whose reason matches decides, else the first whose words do.
 * @see https://github.com/googleapis/googleapis/blob/master/google/api/error_reason.proto for Google's reasons
 */
const ROWS: readonly Row[] = [
  {
    reasons: ["API_KEY_SERVICE_BLOCKED"],
    words: /requests to this api .*are blocked/i,
    verdict: restricted("other APIs", `use a key from ${KEYS_PAGE}`),
  },
  {
    reasons: ["API_KEY_HTTP_REFERRER_BLOCKED"],
    words: /requests from referer .*are blocked/i,
    verdict: restricted("web pages (HTTP referrers)", "use another key for programs"),
  },
  {
    reasons: ["API_KEY_IP_ADDRESS_BLOCKED"],
    words: /api key has an ip address restriction/i,
    verdict: restricted("other IP addresses", "call from one of them"),
  },
  {
    reasons: ["API_KEY_ANDROID_APP_BLOCKED", "API_KEY_IOS_APP_BLOCKED"],
    words: /requests from this (?:android|ios) client application .*are blocked/i,
    verdict: restricted("apps", "use another key for programs"),
  },
  {
    reasons: ["CONSUMER_SUSPENDED", "GCP_SUSPENDED"],
    words:
      /consumer .*(?:has been|is) suspended|(?:project|account) .*(?:has been|is) suspended|project has been denied access/i,
    verdict: ({ credentialKind }) =>
      credentialKind === "api-key"
        ? badKey(
            `Google has suspended the key or its project, or denies it access. Use a key of another project (${KEYS_PAGE}), or appeal to Google.`,
          )()
        : {
            code: "permission_denied",
            remedy: "Google has suspended the project, or denies it access. Use another one, or appeal to Google.",
          },
  },
  {
    reasons: ["API_KEY_INVALID", "API_KEY_EXPIRED"],
    inBadRequests: true,
    words:
      /api key (?:not valid|not found|expired|is (?:invalid|expired|disabled)|was reported as leaked|has (?:been )?(?:expired|deleted|disabled|revoked))/i,
    verdict: badKey(`Check the API key; you can create one at ${KEYS_PAGE}.`),
  },
  {
    reasons: ["CREDENTIALS_MISSING"],
    words: /unregistered callers|without established identity|api keys are not supported/i,
    verdict: ({ credentialKind, backend, message }) =>
      credentialKind === "api-key"
        ? badKey(
            backend === "vertex" && NO_KEYS.test(message)
              ? OTHER_KEY
              : "The key did not reach Google, or this service takes none: check proxies and gateways, which can drop headers.",
          )()
        : {
            code: "login_expired",
            remedy:
              "The token did not reach Google: check proxies and gateways, which can drop the header `authorization`.",
          },
  },
  {
    reasons: ["SERVICE_DISABLED", "SERVICE_NOT_VISIBLE"],
    words: /has not been used in project .*before or it is disabled|api (?:is not|has not been) enabled/i,
    verdict: ({ links }) => {
      const page = links.find(({ url }) => CONSOLE.test(url))?.url;
      const where = page ?? "https://console.cloud.google.com/apis/library";
      return {
        code: "permission_denied",
        remedy: `Enable the API for the project at ${where}, wait a few minutes, and try again.`,
      };
    },
  },
  {
    reasons: ["BILLING_DISABLED"],
    words:
      /requires billing|billing (?:to be|is not|has not been|must be) enabled|enable billing|billing account .*(?:closed|disabled|not active)/i,
    verdict: forbidden(
      "Enable billing for the project at https://console.cloud.google.com/billing, wait a few minutes, and try again; or use another project.",
    ),
  },
  {
    reasons: ["ACCESS_TOKEN_SCOPE_INSUFFICIENT"],
    words: /insufficient authentication scopes/i,
    verdict: ({ credentialKind }) => ({
      code: "permission_denied",
      remedy: NEW_SCOPE[credentialKind],
      option: credentialKind === "access-token" ? "accessToken" : undefined,
    }),
  },
  {
    reasons: ["CONSUMER_INVALID", "RESOURCE_PROJECT_INVALID"],
    words:
      /consumer .*(?:is )?invalid|project .*(?:not found|has been deleted|is invalid|does not exist|marked for deletion)/i,
    verdict: ({ credentialKind }) =>
      credentialKind === "api-key"
        ? forbidden(
            `The project of the API key does not exist any more: create a key in another one at ${KEYS_PAGE}.`,
          )()
        : forbidden("The project does not exist, or was deleted: check its id.")(),
  },
  {
    reasons: ["USER_PROJECT_DENIED"],
    words: /required permission to use project|serviceusage\.services\.use/i,
    verdict: forbidden(
      `Grant the account the role Service Usage Consumer (roles/serviceusage.serviceUsageConsumer) on the project, or use another one${QUOTA_PROJECT}.`,
    ),
  },
  {
    reasons: ["SECURITY_POLICY_VIOLATED"],
    words: /vpc service controls|prohibited by organization's policy/i,
    verdict: forbidden(
      "VPC Service Controls of your organisation refuse the request: call from inside the perimeter, or ask its administrator.",
    ),
  },
  {
    reasons: [
      "LOCATION_ORG_POLICY_VIOLATED",
      "LOCATION_POLICY_VIOLATED",
      "RESOURCE_USAGE_RESTRICTION_VIOLATED",
      "ORG_RESTRICTION_VIOLATION",
      "ORG_RESTRICTION_HEADER_INVALID",
    ],
    words: /organi[sz]ation(?:al)? policy|constraints\/gcp\./i,
    verdict: forbidden(
      "A policy of your organisation forbids this service or location: use another location, or ask the administrator.",
    ),
  },
  {
    reasons: ["USER_BLOCKED_BY_ADMIN"],
    words:
      /(?:blocked|disabled) by (?:your |the )?(?:admin|organi[sz]ation)|restricted from using .* in your organization/i,
    verdict: forbidden(
      "Your organisation's administrator has blocked this service for the account: ask them to allow it.",
    ),
  },
  {
    reasons: ["TOS_NOT_ACCEPTED", "TERMS_NOT_ACCEPTED", "TERMS_OF_SERVICE_NOT_ACCEPTED"],
    words: /(?:accept|agree to) .{0,60}terms|terms .{0,40}(?:not|to be) (?:yet )?(?:been )?accepted/i,
    verdict: forbidden(
      "Sign in with this account at https://aistudio.google.com (or https://console.cloud.google.com), accept the terms there, and try again.",
    ),
  },
  {
    reasons: ["IAM_PERMISSION_DENIED"],
    words: /permission '?[\w.]+'? denied/i,
    verdict: ({ backend = "" }) => {
      const role = ROLES[backend];
      const grant =
        role === undefined
          ? "Grant the account access to the project"
          : `Grant the account the role ${role} on the project`;
      return {
        code: "permission_denied",
        remedy: `${grant}, check the project's id, and check that the API is enabled for it.`,
      };
    },
  },
];

/** The verdict on a refusal of a key, a project or a permission; undefined if nothing in the table fits. */
export function judgeReason(facts: ReasonFacts): Verdict | undefined {
  const { reason, isBadRequest } = facts;
  const message = facts.message.slice(0, LONGEST_MESSAGE);
  const row =
    ROWS.find(({ reasons }) => reason !== undefined && reasons.includes(reason)) ??
    ROWS.find(({ words, inBadRequests }) => (inBadRequests || !isBadRequest) && words?.test(message));
  return row?.verdict(facts);
}
