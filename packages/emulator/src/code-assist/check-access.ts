import type { Account } from "../account/account.ts";
import { license } from "../faults/errors/account-errors.ts";
import { errorInfo, help } from "../reply/error-details.ts";
import { GoogleError } from "../reply/google-error.ts";
import { service } from "./service.ts";

/**
 * Checks that the account may use a project, if there is one.
 *
 * @throws GoogleError `PERMISSION_DENIED`, reason `CONSUMER_INVALID`.
 */
export function checkProject(account: Account, project: string | undefined): void {
  if (project === undefined || account.mayUseOnCodeAssist(project)) return;
  throw new GoogleError("PERMISSION_DENIED", `Permission denied on resource project ${project}.`, [
    help([{ description: "Google developers console", url: "https://console.developers.google.com" }]),
    errorInfo("CONSUMER_INVALID", "googleapis.com", {
      consumer: `projects/${project}`,
      containerInfo: project,
      service: "cloudaicompanion.googleapis.com",
    }),
  ]);
}

/**
 * Checks that the account may generate content: it is verified, has a plan, and may use the project.
 *
 * @throws GoogleError `PERMISSION_DENIED`, reason `VALIDATION_REQUIRED`, `SUBSCRIPTION_REQUIRED` or `CONSUMER_INVALID`.
 */
export function checkEntitlement(account: Account, project: string | undefined): void {
  if (account.validationRequired) throw validationRequired(account);
  if (account.tier === undefined || !account.licensed) throw license();
  if (project === undefined || project === "") {
    throw new GoogleError("PERMISSION_DENIED", "Permission denied on resource project (none was given).", [
      errorInfo("CONSUMER_INVALID", "googleapis.com", { service: "cloudaicompanion.googleapis.com" }),
    ]);
  }
  checkProject(account, project);
}

function validationRequired(account: Account): GoogleError {
  const [reason] = account.ineligibleTiers;
  const url = reason?.validationUrl ?? "";
  return new GoogleError("PERMISSION_DENIED", reason?.reasonMessage ?? "", [
    errorInfo("VALIDATION_REQUIRED", service, { validation_link: url }),
    help([
      { description: reason?.validationUrlLinkText ?? "", url },
      { description: "Learn more", url: reason?.validationLearnMoreUrl ?? "" },
    ]),
  ]);
}
