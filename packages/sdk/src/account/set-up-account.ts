import { ineligibleTier, projectInvalid, projectRequired, validationRequired } from "../errors/account-errors.ts";
import { isGeminiError } from "../errors/gemini-error.ts";
import type { CallScope } from "../transport/call-scope.ts";
import type { ClientMetadata, IneligibleTier, LoadCodeAssistReply, UserTier } from "../wire/code-assist.ts";
import { type CodeAssistCaller, callCodeAssist } from "./call-code-assist.ts";
import { googleLinks } from "./google-links.ts";
import { onboard } from "./onboard.ts";
import { projectIdOf } from "./project-id.ts";

/** What Code Assist says of an account. */
export interface Account {
  /** The project that every request names. */
  readonly project: string;
  /** The plan's id, `"standard-tier"` for example. */
  readonly tier: string;
}

/**
 * Finds the project and plan of a signed-in account, as the Gemini CLI does; the first row that fits decides.
 *
 * | reply to loadCodeAssist | then |
 * |---|---|
 * | no current tier, VALIDATION_REQUIRED with a link | `validation_required` |
 * | current tier, project | that project: Google's goes before the configured one |
 * | current tier, no project | the configured one, else `ineligible_tier` where reasons are given, else `project_required` |
 * | no current tier | onboard to the default tier, else to `legacy-tier` |
 * | 403 SECURITY_POLICY_VIOLATED (VPC Service Controls) | `standard-tier` with the configured project |
 *
 * @see https://github.com/google-gemini/gemini-cli/blob/main/packages/core/src/code_assist/setup.ts
 */
export async function setUpAccount(
  caller: CodeAssistCaller,
  configured: string | undefined,
  scope: CallScope,
): Promise<Account> {
  checkProject(configured);
  const reply = await load(caller, configured, scope);
  const ineligible = (reply.ineligibleTiers ?? []).filter((tier) => typeof tier === "object" && tier !== null);
  if (reply.currentTier) {
    const project = projectIdOf(reply.cloudaicompanionProject) ?? configured;
    if (project === undefined) throw withoutProject(ineligible);
    return { project, tier: reply.paidTier?.id ?? reply.currentTier.id ?? "standard-tier" };
  }
  for (const tier of ineligible) {
    if (tier.reasonCode === "VALIDATION_REQUIRED" && tier.validationUrl) {
      throw validationRequired(tier.reasonMessage ?? "no reason given", googleLinks([tier.validationUrl]));
    }
  }
  const tier = (reply.allowedTiers ?? []).find((one: UserTier) => one?.isDefault)?.id ?? "legacy-tier";
  const project = (await onboard(caller, tier, configured, metadata, scope)) ?? configured;
  if (project === undefined) throw withoutProject(ineligible);
  return { project, tier };
}

/** Refused before anything is sent: Code Assist takes ids, not numbers. */
export function checkProject(project: string | undefined): void {
  if (project !== undefined && /^\d+$/.test(project)) {
    throw projectInvalid("it is a number, and Code Assist takes the project's id");
  }
}

async function load(
  caller: CodeAssistCaller,
  configured: string | undefined,
  scope: CallScope,
): Promise<LoadCodeAssistReply> {
  try {
    return await callCodeAssist(
      caller,
      "loadCodeAssist",
      { ...(configured ? { cloudaicompanionProject: configured } : {}), metadata: metadata(configured) },
      scope,
    );
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

function withoutProject(ineligible: readonly IneligibleTier[]) {
  const reasons = ineligible.map((tier) => tier.reasonMessage ?? tier.reasonCode ?? "no reason given");
  return reasons.length > 0 ? ineligibleTier(ineligible[0]?.reasonCode, reasons.join(", ")) : projectRequired();
}
