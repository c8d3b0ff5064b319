import type { GeminiErrorPhase } from "../../errors/codes.ts";
import { isGeminiError } from "../../errors/gemini-error.ts";
import type { HttpResponse } from "../../http/http.ts";
import { readText } from "../../http/read-body.ts";
import type { ApiRequest, Authorizer, Transport } from "../../http/send.ts";
import type { Platform } from "../../platform/platform.ts";
import { identityHeaders } from "../../platform/version.ts";
import type { CallScope } from "../../scope/call-scope.ts";
import { parseJsonObject } from "../json-api.ts";

/** Account responses are a few kB. */
const LONGEST_ACCOUNT_REPLY = 1024 * 1024;

/** Everything that a call to Code Assist needs. */
export interface CodeAssistCaller {
  /** Endpoint with version, without a trailing slash. */
  readonly baseUrl: string;
  readonly authorizer: Authorizer;
  readonly transport: Transport;
  readonly platform: Platform;
}

/**
 * `POST {base}:{method}` with a JSON body, or `GET {base}/{name}` without one. Resolves to the JSON object of the
 * response. `phase` is the phase of errors.
 */
export async function callCodeAssist(
  caller: CodeAssistCaller,
  operation: string,
  body: object | undefined,
  scope: CallScope,
  phase: GeminiErrorPhase = "project",
): Promise<object> {
  const response = await send(
    caller,
    {
      operation: body ? operation : "getOperation",
      backend: "code-assist",
      method: body ? "POST" : "GET",
      url: `${caller.baseUrl}${body ? ":" : "/"}${operation}`,
      headers: {
        accept: "application/json",
        "content-type": "application/json",
        ...identityHeaders(caller.platform),
      },
      body: body && [JSON.stringify(body)],
      authorizer: caller.authorizer,
      phase,
    },
    scope,
  );
  const text = await readText(response, scope, LONGEST_ACCOUNT_REPLY);
  return parseJsonObject(text, `the response to ${operation} is not a JSON object`, {
    status: response.status,
    raw: text,
    phase,
  });
}

/** These requests contain no model, so a 404 means that the address is wrong. */
async function send({ transport }: CodeAssistCaller, request: ApiRequest, scope: CallScope): Promise<HttpResponse> {
  try {
    return await transport.send(request, scope);
  } catch (error) {
    if (!isGeminiError(error, "model_unavailable")) throw error;
    const remedy = "Check `codeAssist.endpoint`, or CODE_ASSIST_ENDPOINT and CODE_ASSIST_API_VERSION.";
    throw error.with({ code: "api_error", option: "codeAssist.endpoint", variable: "CODE_ASSIST_ENDPOINT", remedy });
  }
}
