import { errorInfo, help } from "../../reply/error-details.ts";
import { type ErrorDetail, GoogleError } from "../../reply/google-error.ts";
import { type ErrorContext, hostOf } from "./context.ts";

const project = "fake-project-001";

function info(reason: string, context: ErrorContext): ErrorDetail {
  return errorInfo(reason, "googleapis.com", { service: hostOf(context.service), consumer: `projects/${project}` });
}

/** The token lacks the scope of the service: reason `ACCESS_TOKEN_SCOPE_INSUFFICIENT`. */
export function scope(context: ErrorContext): GoogleError {
  const message = "Request had insufficient authentication scopes.";
  return new GoogleError("PERMISSION_DENIED", message, [info("ACCESS_TOKEN_SCOPE_INSUFFICIENT", context)]);
}

/** The project has no billing: reason `BILLING_DISABLED`. */
export function billing(context: ErrorContext): GoogleError {
  const url = `https://console.developers.google.com/billing/enable?project=${project}`;
  const message = `This API method requires billing to be enabled. Please enable billing on project #${project} by visiting ${url} then retry. If you enabled billing for this project recently, wait a few minutes for the action to propagate to our systems and retry.`;
  return new GoogleError("PERMISSION_DENIED", message, [
    help([{ description: "Google developers console billing", url }]),
    info("BILLING_DISABLED", context),
  ]);
}

/** The API is not enabled for the project: reason `SERVICE_DISABLED`. */
export function apiDisabled(context: ErrorContext): GoogleError {
  const host = hostOf(context.service);
  const url = `https://console.developers.google.com/apis/api/${host}/overview?project=${project}`;
  const message = `The API ${host} has not been used in project ${project} before or it is disabled. Enable it by visiting ${url} then retry. If you enabled this API recently, wait a few minutes for the action to propagate to our systems and retry.`;
  return new GoogleError("PERMISSION_DENIED", message, [
    help([{ description: "Google developers console API activation", url }]),
    info("SERVICE_DISABLED", context),
  ]);
}

/** The project does not exist: reason `CONSUMER_INVALID`. */
export function projectInvalid(context: ErrorContext): GoogleError {
  const message = `Permission denied on resource project ${project}.`;
  return new GoogleError("PERMISSION_DENIED", message, [info("CONSUMER_INVALID", context)]);
}

/** The account may not use the quota of the project: reason `USER_PROJECT_DENIED`. */
export function quotaProject(context: ErrorContext): GoogleError {
  const message = `Caller does not have required permission to use project ${project}. Grant the caller the roles/serviceusage.serviceUsageConsumer role, or a custom role with the serviceusage.services.use permission, by visiting https://console.developers.google.com/iam-admin/iam/project?project=${project} and then retry.`;
  return new GoogleError("PERMISSION_DENIED", message, [info("USER_PROJECT_DENIED", context)]);
}

/** A policy of the organisation forbids the location: reason `LOCATION_ORG_POLICY_VIOLATED`. */
export function organizationPolicy(context: ErrorContext): GoogleError {
  const message = "Access denied by the organization policy constraints/gcp.resourceLocations.";
  return new GoogleError("PERMISSION_DENIED", message, [info("LOCATION_ORG_POLICY_VIOLATED", context)]);
}

/** The organisation's administrator blocked the service: reason `USER_BLOCKED_BY_ADMIN`. */
export function blockedByAdmin(context: ErrorContext): GoogleError {
  const message = "Access to this service was blocked by your organization's administrator.";
  return new GoogleError("PERMISSION_DENIED", message, [info("USER_BLOCKED_BY_ADMIN", context)]);
}

/** The account has not accepted the terms. Google sends no reason. */
export function termsNotAccepted(): GoogleError {
  return new GoogleError("PERMISSION_DENIED", "You must accept the Terms of Service before you can use this service.");
}
