import { ineligibleTier, projectInvalid, projectRequired } from "../../errors/account-errors.ts";
import { type GeminiError, isGeminiError } from "../../errors/gemini-error.ts";
import { accountRefusal } from "../../refusals/account-refusal.ts";
import { type Origin, originName } from "../../refusals/origins.ts";
import type { CallScope } from "../../scope/call-scope.ts";
import type { ClientMetadata, LoadCodeAssistReply, LoadCodeAssistRequest } from "../../wire/code-assist.ts";
import { type CodeAssistCaller, callCodeAssist } from "./call-code-assist.ts";
import { onboard } from "./onboard.ts";
import { type Refusal, readEntitlement } from "./read-entitlement.ts";

/** The project and plan of an account at Code Assist. */
export interface Account {
  /** The project that is sent with every request. */
  readonly project: string;
  /** The plan's id, `"standard-tier"` for example. */
  readonly tier: string;
}

/**
 * Finds the project and plan of a signed-in account, as the Gemini CLI does. The first row that matches decides.
 *
 * | response to loadCodeAssist | result |
 * |---|---|
 * | no current tier, VALIDATION_REQUIRED with a link | `validation_required` |
 * | current tier, project | that project, even if another one is configured |
 * | current tier, no project | the configured project, else the error for Google's reasons, else `project_required` |
 * | no current tier, a default tier | onboard to that tier |
 * | no current tier, no default tier | onboard to `legacy-tier` |
 * | onboarding is refused, and the tier was not offered or no project is configured | the error for Google's reasons, else the error of the refusal |
 * | 403 SECURITY_POLICY_VIOLATED (VPC Service Controls) | `standard-tier` with the configured project |
 *
 * @see https://github.com/google-gemini/gemini-cli/blob/main/packages/core/src/code_assist/setup.ts
 */
export async function setUpAccount(
  caller: CodeAssistCaller,
  configured: string | undefined,
  scope: CallScope,
): Promise<Account> {
  const { tier: current, offeredTier, project, refusals } = readEntitlement(await load(caller, configured, scope));
  if (current !== undefined) {
    const used = project ?? configured;
    if (used === undefined) throw withoutProject(refusals);
    return { project: used, tier: current };
  }
  const validation = refusals.find(
    (one) => one.reasonCode === "VALIDATION_REQUIRED" && one.validationUrl !== undefined,
  );
  if (validation) throw refusalError([validation]);
  const tier = offeredTier ?? "legacy-tier";
  const given = await onboard(caller, tier, configured, metadata, scope).catch((error: unknown) => {
    // If onboarding was only a last resort, Google's earlier reasons are more helpful than the error of the refusal.
    const isLastResort = offeredTier === undefined || configured === undefined;
    const refused = isLastResort && isGeminiError(error, "permission_denied", "invalid_request");
    throw refused && refusals.length > 0 ? refusalError(refusals) : error;
  });
  const used = given ?? configured;
  if (used === undefined) throw withoutProject(refusals);
  return { project: used, tier };
}

/** Rejects a project number before anything is sent: Code Assist accepts only ids. `from`: what named the project. */
export function checkProject(project: string | undefined, from: Origin): void {
  if (project === undefined || !/^\d+$/.test(project)) return;
  const { option, variable } = from;
  throw projectInvalid(`${originName(from)} is a number, but Code Assist requires the project's id`, {
    option,
    variable,
  });
}

async function load(
  caller: CodeAssistCaller,
  configured: string | undefined,
  scope: CallScope,
): Promise<LoadCodeAssistReply> {
  const request: LoadCodeAssistRequest = {
    ...(configured ? { cloudaicompanionProject: configured } : {}),
    metadata: metadata(configured),
  };
  try {
    return await callCodeAssist(caller, "loadCodeAssist", request, scope);
  } catch (error) {
    if (!isGeminiError(error) || error.reason !== "SECURITY_POLICY_VIOLATED") throw error;
    return { currentTier: { id: "standard-tier" } };
  }
}

function metadata(project: string | undefined): ClientMetadata {
  return {
    ideType: "IDE_UNSPECIFIED",
    platform: "PLATFORM_UNSPECIFIED",
    pluginType: "GEMINI",
    ...(project ? { duetProject: project } : {}),
  };
}

function withoutProject(refusals: readonly Refusal[]): GeminiError {
  return refusals.length > 0 ? refusalError(refusals) : projectRequired();
}

/** The specific error for the first reason that has one, else `ineligible_tier` with all reasons. */
function refusalError(refusals: readonly Refusal[]): GeminiError {
  for (const { reasonCode, message, validationUrl } of refusals) {
    const links = validationUrl === undefined ? [] : [{ description: "", url: validationUrl }];
    const known = accountRefusal({ reason: reasonCode, message, links }, { phase: "project", reason: reasonCode });
    if (known) return known;
  }
  return ineligibleTier(refusals[0]?.reasonCode, refusals.map((refusal) => refusal.message).join(" "));
}
