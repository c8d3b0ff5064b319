import { tiers } from "../account/tiers.ts";
import { readMessage } from "../checks/read-message.ts";
import { checkBearer } from "../oauth/check-bearer.ts";
import { GoogleError, invalidArgument } from "../reply/google-error.ts";
import { jsonResponse } from "../reply/json.ts";
import { type Exchange, readJson } from "../server/exchange.ts";
import { checkProject } from "./check-access.ts";
import { loadCodeAssistMessage, onboardUserMessage } from "./messages.ts";
import { service } from "./service.ts";

/** `POST :loadCodeAssist`: the plan and project of the account, or those that it can choose. */
export function loadCodeAssist(exchange: Exchange): Response {
  const { account, tokens } = exchange.state;
  checkBearer(exchange.headers, tokens, service);
  const body = readMessage(loadCodeAssistMessage, readJson(exchange), { backend: "code-assist" });
  checkProject(account, body.cloudaicompanionProject as string | undefined);
  const { tier, project, allowedTiers, ineligibleTiers, paidTier } = account;
  return jsonResponse({
    ...(tier ? { currentTier: tier } : {}),
    ...(allowedTiers.length > 0 ? { allowedTiers } : {}),
    ...(ineligibleTiers.length > 0 ? { ineligibleTiers } : {}),
    ...(tier && project !== undefined ? { cloudaicompanionProject: project } : {}),
    ...(paidTier ? { paidTier } : {}),
    gcpManaged: false,
  });
}

/** `POST :onboardUser`: starts to set up the account, as a long-running operation. */
export function onboardUser(exchange: Exchange): Response {
  const { account, onboarding, tokens } = exchange.state;
  checkBearer(exchange.headers, tokens, service);
  const body = readMessage(onboardUserMessage, readJson(exchange), { backend: "code-assist" });
  const tierId = body.tierId as string | undefined;
  const project = body.cloudaicompanionProject as string | undefined;
  if (!tierId) throw invalidArgument("Request contains an invalid argument: tier_id is required.");
  if (tierId === tiers.free.id && project !== undefined) {
    throw new GoogleError("FAILED_PRECONDITION", "Precondition check failed.");
  }
  if (!account.allowedTiers.some((tier) => tier.id === tierId)) {
    throw new GoogleError("PERMISSION_DENIED", `The account is not eligible for ${tierId}.`);
  }
  checkProject(account, project);
  return jsonResponse(onboarding.start(tierId, project));
}

/** `GET /v1internal/operations/{name}`: the state of the set-up. */
export function getOperation(exchange: Exchange): Response {
  checkBearer(exchange.headers, exchange.state.tokens, service);
  const name = `operations/${exchange.params.operation}`;
  const operation = exchange.state.onboarding.poll(name);
  if (operation === undefined) throw new GoogleError("NOT_FOUND", `Operation ${name} was not found.`);
  return jsonResponse(operation);
}
