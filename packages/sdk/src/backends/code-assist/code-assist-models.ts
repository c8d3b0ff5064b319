import type { CallScope } from "../../scope/call-scope.ts";
import type { UserQuotaReply } from "../../wire/code-assist.ts";
import { type CodeAssistCaller, callCodeAssist } from "./call-code-assist.ts";

/** The models that the account has a quota of; Code Assist has no other list. */
export async function codeAssistModels(
  caller: CodeAssistCaller,
  project: string,
  scope: CallScope,
): Promise<readonly string[]> {
  const reply: UserQuotaReply = await callCodeAssist(caller, "retrieveUserQuota", { project }, scope, "reply");
  const buckets: readonly unknown[] = Array.isArray(reply.buckets) ? reply.buckets : [];
  const names = buckets.map((bucket) => (bucket as { modelId?: unknown } | null)?.modelId);
  // The same model can have a second bucket for where it is served.
  const models = names.filter((name) => typeof name === "string").map((name) => name.replace(/_vertex$/, ""));
  return [...new Set(models)];
}
