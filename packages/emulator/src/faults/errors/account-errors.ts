import { errorInfo, help, localizedMessage } from "../../reply/error-details.ts";
import { GoogleError } from "../../reply/google-error.ts";
import { type ErrorContext, hostOf } from "./context.ts";

const companion = "cloudaicompanion.googleapis.com";

/** Google's message for a disabled account. */
export const termsMessage =
  "This service has been disabled in this account for violation of Terms of Service. Please submit an appeal to continue using this product.";

/** No licence: reason `SUBSCRIPTION_REQUIRED`, number 3501. */
export function license(): GoogleError {
  return new GoogleError(
    "PERMISSION_DENIED",
    "You do not have a valid license of this product. Please contact your administrator to request a license. If you are not an enterprise user and believe you are receiving this message as an error, please try using the latest version and logging in again. (#3501)",
    [
      errorInfo("SUBSCRIPTION_REQUIRED", companion, { uiMessage: "true", error_number: "1001" }),
      help([{ description: "Learn more", url: "https://cloud.google.com/gemini/docs/codeassist/request-license" }]),
    ],
  );
}

/** The organisation's subscription has no seat for the account. Google sends neither reason nor number. */
export function namedUser(): GoogleError {
  return new GoogleError(
    "PERMISSION_DENIED",
    "You must be a named user on your organization's\nGemini Code Assist Standard edition subscription to use this service. Please contact your\nadministrator to request an entitlement to Gemini Code Assist Standard edition.",
  );
}

/** The login of the Gemini CLI no longer serves individual accounts. */
export function clientUnsupported(): GoogleError {
  return new GoogleError(
    "PERMISSION_DENIED",
    "This client is no longer supported for Gemini Code Assist for individuals. To continue using Gemini, please migrate to the Antigravity suite of products: https://antigravity.google",
  );
}

/** The owner must verify the account first: reason `VALIDATION_REQUIRED`, with the link. */
export function validation(context: ErrorContext): GoogleError {
  const url = "https://accounts.google.com/signin/continue?fake=1";
  return new GoogleError("PERMISSION_DENIED", "Verify your account to continue.", [
    errorInfo("VALIDATION_REQUIRED", hostOf(context.service), { validation_link: url }),
    help([
      { description: "Verify your account", url },
      { description: "Learn more", url: "https://support.google.com/accounts?p=al_alert" },
    ]),
  ]);
}

/** Google disabled the account: reason `TOS_VIOLATION`. */
export function terms(host: string): GoogleError {
  return new GoogleError("PERMISSION_DENIED", termsMessage, [errorInfo("TOS_VIOLATION", host, { uiMessage: "true" })]);
}

/** The caller's country is not supported: `FAILED_PRECONDITION` on the Gemini API, `PERMISSION_DENIED` on Code Assist. */
export function region(context: ErrorContext): GoogleError {
  if (context.service !== "code-assist") {
    return new GoogleError("FAILED_PRECONDITION", "User location is not supported for the API use.");
  }
  return new GoogleError(
    "PERMISSION_DENIED",
    "Your current account is not eligible for Gemini Code Assist for individuals because it is not currently available in your location.",
    [errorInfo("UNSUPPORTED_LOCATION", hostOf(context.service))],
  );
}

/** The caller may not use the project or the API. */
export function permission(context: ErrorContext): GoogleError {
  const service = context.service === "code-assist" ? companion : hostOf(context.service);
  return new GoogleError("PERMISSION_DENIED", "The caller does not have permission", [
    errorInfo("IAM_PERMISSION_DENIED", service),
  ]);
}

/** VPC Service Controls refuse the call: reason `SECURITY_POLICY_VIOLATED`. */
export function securityPolicy(context: ErrorContext): GoogleError {
  return new GoogleError("PERMISSION_DENIED", "Request is prohibited by organization's policy.", [
    errorInfo("SECURITY_POLICY_VIOLATED", "googleapis.com", { service: hostOf(context.service) }),
    localizedMessage("Request is prohibited by organization's policy."),
  ]);
}

/** The credential is invalid: 400 for an API key of the Gemini API, 401 for a token. */
export function unauthenticated(context: ErrorContext): GoogleError {
  const metadata = { service: hostOf(context.service) };
  if (context.service === "gemini-api") {
    return new GoogleError("INVALID_ARGUMENT", "API key not valid. Please pass a valid API key.", [
      errorInfo("API_KEY_INVALID", "googleapis.com", metadata),
      localizedMessage("API key not valid. Please pass a valid API key."),
    ]);
  }
  return new GoogleError(
    "UNAUTHENTICATED",
    "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid authentication credential. See https://developers.google.com/identity/sign-in/web/devconsole-project.",
    [errorInfo("ACCESS_TOKEN_EXPIRED", "googleapis.com", metadata)],
  );
}
