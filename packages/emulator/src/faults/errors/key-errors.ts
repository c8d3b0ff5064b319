import { errorInfo, localizedMessage } from "../../reply/error-details.ts";
import { type ErrorDetail, GoogleError } from "../../reply/google-error.ts";
import { type ErrorContext, hostOf } from "./context.ts";

const consumer = "projects/1234567890";

function details(reason: string, context: ErrorContext): readonly ErrorDetail[] {
  return [errorInfo(reason, "googleapis.com", { service: hostOf(context.service), consumer })];
}

/** Google suspended the key or its project: reason `CONSUMER_SUSPENDED`. Google's message repeats the key here. */
export function keySuspended(context: ErrorContext): GoogleError {
  const message = `Permission denied: Consumer 'api_key:${context.credential ?? "fake-key"}' has been suspended.`;
  return new GoogleError("PERMISSION_DENIED", message, details("CONSUMER_SUSPENDED", context));
}

/** Google does not know the key. Without a reason, as old keys get it. */
export function keyNotFound(): GoogleError {
  return new GoogleError("INVALID_ARGUMENT", "API Key not found. Please pass a valid API key.");
}

/** Google found the key in public. */
export function keyLeaked(): GoogleError {
  return new GoogleError("PERMISSION_DENIED", "Your API key was reported as leaked. Please use another API key.");
}

/** The key is restricted to other APIs: reason `API_KEY_SERVICE_BLOCKED`. */
export function keyApiBlocked(context: ErrorContext): GoogleError {
  const host = hostOf(context.service);
  const message = `Requests to this API ${host} method google.ai.generativelanguage.v1beta.GenerativeService.GenerateContent are blocked.`;
  const localized = localizedMessage(message);
  return new GoogleError("PERMISSION_DENIED", message, [...details("API_KEY_SERVICE_BLOCKED", context), localized]);
}

/** The key is restricted to web pages: reason `API_KEY_HTTP_REFERRER_BLOCKED`. */
export function keyReferrerBlocked(context: ErrorContext): GoogleError {
  const message = "Requests from referer <empty> are blocked.";
  return new GoogleError("PERMISSION_DENIED", message, details("API_KEY_HTTP_REFERRER_BLOCKED", context));
}

/** The key is restricted to other IP addresses: reason `API_KEY_IP_ADDRESS_BLOCKED`. */
export function keyAddressBlocked(context: ErrorContext): GoogleError {
  const message =
    "The provided API key has an IP address restriction. The originating IP address of the call (203.0.113.7) violates this restriction.";
  return new GoogleError("PERMISSION_DENIED", message, details("API_KEY_IP_ADDRESS_BLOCKED", context));
}
