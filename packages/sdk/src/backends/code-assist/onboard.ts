import { onboardingFailed } from "../../errors/account-errors.ts";
import type { GeminiError } from "../../errors/gemini-error.ts";
import { safeText } from "../../errors/safe-text.ts";
import { delay } from "../../platform/system-clock.ts";
import { accountRefusal } from "../../refusals/account-refusal.ts";
import { statusOfValue } from "../../refusals/parse-status.ts";
import type { CallScope } from "../../scope/call-scope.ts";
import type { ClientMetadata, OnboardOperation, OnboardUserRequest } from "../../wire/code-assist.ts";
import { type CodeAssistCaller, callCodeAssist } from "./call-code-assist.ts";
import { projectIdOf } from "./read-entitlement.ts";

/** The polling interval of the Gemini CLI. */
const POLL_EVERY_MS = 5_000;

/** The free tier uses a project that Google owns; a request with another project fails with a precondition error. */
const FREE_TIER = "free-tier";

/**
 * Signs the account up for a tier and waits until Google has finished. Resolves to the project, if Google names one.
 * Fails with `onboarding_failed`. The deadline of `scope` limits the wait.
 */
export async function onboard(
  caller: CodeAssistCaller,
  tierId: string,
  configured: string | undefined,
  metadata: (project: string | undefined) => ClientMetadata,
  scope: CallScope,
): Promise<string | undefined> {
  const project = tierId === FREE_TIER ? undefined : configured;
  const request: OnboardUserRequest = {
    tierId,
    ...(project ? { cloudaicompanionProject: project } : {}),
    metadata: metadata(project),
  };
  let operation: OnboardOperation = await callCodeAssist(caller, "onboardUser", request, scope);
  if (!operation.done && operation.name) {
    // Use only the first name, so that a later response cannot redirect the polling.
    const name = checkedName(operation.name);
    while (!operation.done) {
      await delay(caller.platform.clock, POLL_EVERY_MS, scope.signal);
      operation = await callCodeAssist(caller, name, undefined, scope);
    }
  }
  if (operation.error) throw failureOf(operation.error);
  return projectIdOf(operation.response?.cloudaicompanionProject);
}

function failureOf(error: NonNullable<OnboardOperation["error"]>): GeminiError {
  const parsed = statusOfValue({ error });
  if (!parsed) return onboardingFailed("no reason given");
  const { reason = parsed.status, message, code } = parsed;
  const words = message !== "" ? message : code !== undefined ? `status ${code}` : "no reason given";
  return (
    accountRefusal(parsed, { phase: "project", reason }) ??
    onboardingFailed(words, { reason, status: code, googleMessage: safeText(message) || undefined })
  );
}

/** Checks the name, since it becomes part of a URL that a token is sent to. */
function checkedName(name: string): string {
  if (!/^operations\/[\w-][\w.-]{0,200}(?:\/[\w-][\w.-]{0,200}){0,4}$/.test(name)) {
    throw onboardingFailed("the operation's name is invalid");
  }
  return name;
}
