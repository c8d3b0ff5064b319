import type { Message } from "../checks/fields.ts";
import { readMessage } from "../checks/read-message.ts";
import { checkBearer } from "../oauth/check-bearer.ts";
import { jsonResponse } from "../reply/json.ts";
import { type Exchange, readJson } from "../server/exchange.ts";
import { checkProject } from "./check-access.ts";
import {
  adminControlsMessage,
  experimentsMessage,
  metricsMessage,
  quotaMessage,
  userSettingMessage,
} from "./messages.ts";
import { service } from "./service.ts";

const dayMs = 86_400_000;

/**
 * `POST :retrieveUserQuota`: one bucket per model, unused if the model has no quota. The official client hides Gemini 3 from
 * accounts without a bucket of a preview model.
 */
export function retrieveUserQuota(exchange: Exchange): Response {
  read(exchange, quotaMessage);
  const { catalogue, now, quotas } = exchange.state;
  const buckets = catalogue.list("code-assist").map(({ name }) => {
    const tightest = quotas.tightest(name);
    return {
      ...(tightest ? { remainingAmount: String(tightest.remaining) } : {}),
      remainingFraction: tightest?.fraction ?? 1,
      resetTime: new Date(tightest?.resetsAt ?? now() + dayMs).toISOString(),
      tokenType: "REQUESTS",
      modelId: name,
    };
  });
  return jsonResponse({ buckets });
}

/** `POST :listExperiments`: none are active. */
export function listExperiments(exchange: Exchange): Response {
  read(exchange, experimentsMessage);
  return jsonResponse({ experimentIds: [], flags: [] });
}

/** `POST :fetchAdminControls`: an administrator has restricted nothing. */
export function fetchAdminControls(exchange: Exchange): Response {
  read(exchange, adminControlsMessage);
  return jsonResponse({ adminControlsApplicable: false });
}

/** `POST :recordCodeAssistMetrics`: accepted and ignored. */
export function recordMetrics(exchange: Exchange): Response {
  read(exchange, metricsMessage);
  return jsonResponse({});
}

/** `GET :getCodeAssistGlobalUserSetting` */
export function getUserSetting(exchange: Exchange): Response {
  checkBearer(exchange.headers, exchange.state.tokens, service);
  return userSetting(exchange);
}

/** `POST :setCodeAssistGlobalUserSetting` */
export function setUserSetting(exchange: Exchange): Response {
  const { freeTierDataCollectionOptin: allowed } = read(exchange, userSettingMessage);
  if (typeof allowed === "boolean") exchange.state.account.dataCollectionAllowed = allowed;
  return userSetting(exchange);
}

function userSetting({ state: { account } }: Exchange): Response {
  return jsonResponse({
    ...(account.project === undefined ? {} : { cloudaicompanionProject: account.project }),
    freeTierDataCollectionOptin: account.dataCollectionAllowed,
  });
}

function read(exchange: Exchange, fields: Message): Record<string, unknown> {
  checkBearer(exchange.headers, exchange.state.tokens, service);
  const body = readMessage(fields, readJson(exchange), { backend: "code-assist" });
  checkProject(exchange.state.account, (body.project ?? body.cloudaicompanionProject) as string | undefined);
  return body;
}
