import type { GeminiErrorPhase } from "../../errors/codes.ts";
import { responseInvalid } from "../../errors/connection-errors.ts";
import { isGeminiError } from "../../errors/gemini-error.ts";
import type { HttpResponse } from "../../http/http.ts";
import { readText } from "../../http/read-body.ts";
import type { Authorizer, Exchange, Transport } from "../../http/send.ts";
import type { Platform } from "../../platform/platform.ts";
import { identityHeaders } from "../../platform/version.ts";
import type { CallScope } from "../../scope/call-scope.ts";

/** Account replies are a few kB. */
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
 * `POST {base}:{method}` with a JSON body, or `GET {base}/{name}` without one. Gives the parsed reply, an object. `phase` is
 * that of the errors: what is asked here is account set-up as a rule.
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
  try {
    const reply: unknown = JSON.parse(text);
    if (typeof reply === "object" && reply !== null && !Array.isArray(reply)) return reply;
  } catch {
    // Described below, without quoting it.
  }
  throw responseInvalid(`${operation} brought no JSON object`, { status: response.status, raw: text, phase });
}

/** These requests name no model: a 404 is about the address. */
async function send({ transport }: CodeAssistCaller, exchange: Exchange, scope: CallScope): Promise<HttpResponse> {
  try {
    return await transport.send(exchange, scope);
  } catch (error) {
    if (!isGeminiError(error, "model_unavailable")) throw error;
    const remedy = "Check `codeAssist.endpoint`, or CODE_ASSIST_ENDPOINT and CODE_ASSIST_API_VERSION.";
    throw error.with({ code: "api_error", option: "codeAssist.endpoint", variable: "CODE_ASSIST_ENDPOINT", remedy });
  }
}
