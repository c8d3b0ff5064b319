import { isWeb } from "#is-web";
import { projectUnknown } from "../../errors/account-errors.ts";
import type { GeminiErrorPhase } from "../../errors/codes.ts";
import { isGeminiError } from "../../errors/gemini-error.ts";
import { readText } from "../../http/read-body.ts";
import type { ApiRequest, ApiResponse, Authorizer, Transport } from "../../http/send.ts";
import type { Platform } from "../../platform/platform.ts";
import { identityHeaders } from "../../platform/version.ts";
import type { Origins } from "../../refusals/origins.ts";
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
  /** What named the project and the address. */
  readonly origins?: Origins | undefined;
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
      origins: caller.origins,
      phase,
    },
    scope,
  );
  const text = await readText(response, scope, LONGEST_ACCOUNT_REPLY);
  const found = `the response to ${operation} is not a JSON object`;
  const more = () => ({ status: response.status, raw: response.redact(text), phase });
  return parseJsonObject(text, found, response.redact, more);
}

/**
 * These requests contain no model, so a 404 means that the address is wrong, or else the project, if one was configured: a
 * server that does not know the address does not respond with an error document of Google.
 * @see https://github.com/google-gemini/gemini-cli/issues/18062
 */
async function send({ transport }: CodeAssistCaller, request: ApiRequest, scope: CallScope): Promise<ApiResponse> {
  try {
    return await transport.send(request, scope);
  } catch (error) {
    if (!isGeminiError(error, "model_unavailable")) throw error;
    const project = request.origins?.project;
    const isSetUp = request.phase === "project" && request.method === "POST";
    if (isSetUp && project?.id !== undefined) throw projectUnknown(error, project);
    const variables = isWeb ? "" : ", or CODE_ASSIST_ENDPOINT and CODE_ASSIST_API_VERSION";
    const remedy = `Check \`codeAssist.endpoint\`${variables}.`;
    throw error.with({ code: "api_error", option: "codeAssist.endpoint", variable: "CODE_ASSIST_ENDPOINT", remedy });
  }
}
