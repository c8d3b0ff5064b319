import type { EmulatorCall } from "../call.ts";
import { unknownOperation } from "../operations.ts";
import type { GenerateContentRequest } from "../wire/generate.ts";
import { type Endpoint, type Exchange, pathModel } from "./exchange.ts";
import { readFunctionResponses, readPrompt, readRequest } from "./read-request.ts";
import type { Redactor } from "./redact.ts";

/** A call whose time and outcome the server fills in later. */
export type OpenCall = { -readonly [Member in keyof EmulatorCall]: EmulatorCall[Member] };

/** Records a request, with its credentials redacted. */
export function recordCall(
  exchange: Exchange,
  method: string,
  endpoint: Endpoint | undefined,
  redactor: Redactor,
): OpenCall {
  const body = parseBody(exchange, endpoint, redactor);
  let request: { readonly value: GenerateContentRequest | undefined } | undefined;
  const call: OpenCall = {
    method,
    path: exchange.url.pathname,
    query: redactor.fields(exchange.url.searchParams),
    headers: redactor.headers(exchange.headers),
    body,
    get request() {
      request ??= { value: readRequest(call) };
      return request.value;
    },
    get prompt() {
      return call.request && readPrompt(call.request);
    },
    get functionResponses() {
      return call.request ? readFunctionResponses(call.request) : [];
    },
    backend: endpoint?.backend,
    operation: endpoint?.operation ?? unknownOperation,
    model: pathModel(exchange.params) ?? bodyModel(body),
    receivedAt: Number.NaN,
    status: undefined,
    fault: undefined,
    problem: undefined,
    responseBytes: 0,
    outcome: "pending",
  };
  // Printed calls would show the same content twice.
  const hidden = { enumerable: false };
  Object.defineProperties(call, { request: hidden, prompt: hidden, functionResponses: hidden });
  return call;
}

function parseBody(exchange: Exchange, endpoint: Endpoint | undefined, redactor: Redactor): unknown {
  const { bodyText } = exchange;
  if (bodyText === "") return undefined;
  if (/^application\/x-www-form-urlencoded\b/i.test(exchange.headers.get("content-type") ?? "")) {
    return redactor.fields(new URLSearchParams(bodyText));
  }
  // In a body of another type, secrets may be anywhere.
  if (endpoint?.backend === "oauth") return redactor.text(bodyText);
  try {
    return JSON.parse(bodyText);
  } catch {
    return bodyText;
  }
}

// Code Assist names the model in the body: in the envelope, or (countTokens) in the request inside.
function bodyModel(body: unknown): string | undefined {
  const model = member(body, "model") ?? member(member(body, "request"), "model");
  return typeof model === "string" ? model.replace(/^models\//, "") : undefined;
}

function member(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined;
}
