import type { GenerateBackend } from "../backend.ts";
import { toDuration } from "../faults/errors/duration.ts";
import { quotaUsedUp } from "../faults/errors/quota-errors.ts";
import type { EmulatorState } from "../state.ts";

/**
 * Counts a request for content against the quotas of its model.
 *
 * @throws GoogleError `RESOURCE_EXHAUSTED`, with the time until the quota resets.
 */
export function checkQuota({ quotas, now }: EmulatorState, service: GenerateBackend, model: string): void {
  const usedUp = quotas.take(model);
  if (usedUp === undefined) return;
  const delay = toDuration(usedUp.resetsAt - now());
  throw quotaUsedUp({ service, model, retryDelay: delay, now: now() }, usedUp.span, delay, usedUp.limit);
}
