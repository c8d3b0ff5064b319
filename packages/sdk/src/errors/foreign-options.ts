import { isWeb } from "#is-web";

const OPTIONS_SECOND = "Pass contents first and options second: `generate(contents, options)`.";
const INNER_OPTIONS = "Its members are options themselves, such as `generate(contents, { temperature: 0.2 })`.";
const VERTEX_URL = isWeb
  ? "pass a `fetch` that sends to the other address"
  : "set the environment variable GOOGLE_VERTEX_BASE_URL";
const BASE_URL = `Pass \`backend: geminiApi({ apiKey, baseUrl })\`; for Vertex AI, ${VERTEX_URL}.`;
const RETRIES = "Did you mean `maxRetries`, or `retry`, an object with `maxAttempts`?";
const HTTP_OPTIONS =
  "Did you mean `headers`, `timeout` or `maxRetries`? For another server, pass `geminiApi({ baseUrl })`.";
const LOG = isWeb
  ? "Pass `logger: console`."
  : "Pass `logger: console`, or set the environment variable GEMINI_TS_LOG to debug, info or warn.";
const EVENTS = "Pass `onEvent`, which gets an event when a call starts, is retried or ends.";
const PROMISE =
  "Await the promise of the call, or read the stream; `onEvent` of the client reports the end of every call.";
const AGENT = `Pass ${isWeb ? "" : "`agent` (Node) or "}\`fetch\` to the client.`;
// On the web, Vertex AI needs a token from the program, so its name alone selects nothing.
const VERTEX_PLACE = `Pass \`backend: vertex({ project, location${isWeb ? ", accessToken" : ""} })\`.`;
const VERTEX = isWeb ? VERTEX_PLACE : 'Pass `backend: "vertex"`, or `backend: vertex({ project, location })`.';
const VERSION = isWeb
  ? "Pass a `fetch` that sends to the URL of the other version."
  : "Set the environment variable GOOGLE_GENAI_API_VERSION.";
const VERTEX_TOKEN = isWeb
  ? "Pass `backend: vertex({ accessToken })`."
  : "Pass `backend: vertex({ accessToken })`, or leave it out to use Application Default Credentials.";
const TOKEN = "Pass `backend: vertex({ accessToken })` or `codeAssist({ accessToken })`; an API key is `apiKey`.";
const SCHEMA = "Pass `schema` with the prompt: `generate(prompt, { schema })`. The response then has an `object`.";
const THINKING = "Did you mean `thinkingLevel` (Gemini 3 and later) or `thinkingBudget` (Gemini 2.5)?";
const FUNCTIONS = "Did you mean `tools`? Create its elements with `tool({ … })`.";
const GOOGLE_TOOLS = "Pass it in `tools`: `tools: [googleSearch(), codeExecution()]`.";
const MANY_PROMPTS =
  "There is no option that limits concurrent calls: start only as many as should run at the same time, see https://github.com/gemini-ts/gemini-ts/blob/main/docs/guides/many-prompts.md";
const CHAT = "A conversation is an object, which keeps its history: `const chat = client.chat({ history })`.";
const MEDIA = "Pass them in the prompt: `generate([text, { inlineData: { mimeType, data } }])`.";
const UNSENT = "Leave it out: Gemini has no equivalent.";
const ATTEMPTS = "Pass `retry.maxAttempts`, which counts the first attempt, or the option `maxRetries`.";

function mean(option: string): string {
  return `Did you mean \`${option}\`?`;
}

function inside(option: string, member: string): string {
  return mean(`${option}: { ${member} }`);
}

/** Members of Google's `generationConfig` or request that are not options here. */
function extra(option: "extraGenerationConfig" | "extraRequest", member: string): string {
  return `Pass \`${option}: { ${member} }\`.`;
}

/**
 * Options of other clients or in the wrong place, several names in each row, and what to use instead. Names of nested options
 * start with their place. Short, because every program loads it.
 */
export const foreignRows: readonly (readonly [names: string, remedy: string])[] = [
  // The prompt.
  ["message prompt input parts text role content", OPTIONS_SECOND],
  ["config generationConfig options params callOptions modelParams", INNER_OPTIONS],
  [
    "instructions preamble persona system systemInstruction systemInstructions systemMessage systemPrompts developer",
    mean("systemPrompt"),
  ],
  // The model and how it answers.
  ["modelName modelId defaultModel engine deployment deploymentName", mean("model")],
  ["fallback fallbacks fallbackModel", mean("fallbackModels")],
  [
    "maxTokens maxCompletionTokens maxTokensToSample maxNewTokens outputTokens maxLength numPredict",
    mean("maxOutputTokens"),
  ],
  ["temp", mean("temperature")],
  ["repetitionPenalty repeatPenalty", mean("frequencyPenalty")],
  ["n candidates numCandidates", mean("candidateCount")],
  ["stop stopWords", mean("stopSequences")],
  ["randomSeed", mean("seed")],
  ["modalities responseModality", mean("responseModalities")],
  ["mimeType responseMime responseType", mean("responseMimeType")],
  ["safety safetySetting", mean("safetySettings")],
  ["metadata tags", "Did you mean `labels` (Vertex AI and Code Assist)? Gemini takes no other metadata."],
  ["speechConfig voice audio", extra("extraGenerationConfig", "speechConfig")],
  ["imageConfig", extra("extraGenerationConfig", "imageConfig")],
  ["responseLogprobs", extra("extraGenerationConfig", "responseLogprobs")],
  ["logprobs topLogprobs", extra("extraGenerationConfig", "responseLogprobs: true, logprobs")],
  ["routingConfig", extra("extraGenerationConfig", "routingConfig")],
  ["audioTimestamp", extra("extraGenerationConfig", "audioTimestamp")],
  ["enableEnhancedCivicAnswers", extra("extraGenerationConfig", "enableEnhancedCivicAnswers")],
  ["cachedContent cachedContentName cache", extra("extraRequest", "cachedContent")],
  ["modelArmorConfig", extra("extraRequest", "modelArmorConfig")],
  ["user userId logitBias idempotencyKey streamUsage streamOptions minP numCtx suffix", UNSENT],
  ["prediction promptCacheKey safetyIdentifier verbosity truncation", UNSENT],
  ["reasoning reasoningEffort thinking think thinkingTokens budgetTokens", THINKING],
  ["thinkingConfig", "Did you mean `thinkingBudget`, `thinkingLevel` or `includeThoughts`?"],
  ["includeThinking includeReasoning", mean("includeThoughts")],
  ["providerOptions", "Gemini's options are options here: `generate(contents, { thinkingLevel, safetySettings })`."],
  ["automaticContinuation", mean("continuation")],
  // Typed output.
  ["output outputFormat outputSchema responseFormat responseJsonSchema responseSchema", SCHEMA],
  ["schema jsonSchema json zodSchema", SCHEMA],
  ["jsonMode", 'Pass `schema` with the prompt, or `responseMimeType: "application/json"`.'],
  ["repairAttempts", "Pass `repairAttempts` with the prompt: `generate(prompt, { schema, repairAttempts })`."],
  // Tools.
  ["functionDeclarations functions", FUNCTIONS],
  [
    "toolConfig functionCallingConfig",
    "Did you mean `toolChoice`? For other members, pass `extraRequest: { toolConfig }`.",
  ],
  ["functionCall functionCalling allowedTools activeTools", mean("toolChoice")],
  ["googleSearch googleSearchRetrieval grounding search codeExecution urlContext googleMaps", GOOGLE_TOOLS],
  ["approval approve onApproval", inside("toolLoop", "approve")],
  ["maxRounds maxSteps maxTurns maxIterations maxRemoteCalls stopWhen recursionLimit", inside("toolLoop", "maxRounds")],
  [
    "automaticFunctionCalling",
    "Functions are called automatically: `toolLoop: { maxRounds }` limits the rounds, and `toolLoop: false` turns this off.",
  ],
  ["parallel parallelToolCalls", inside("toolLoop", "parallel")],
  ["needsApproval", "Pass it to the tool: `tool({ needsApproval: true, … })`."],
  // Sign-in and address.
  ["key", "Did you mean `apiKey`, an option of the client?"],
  ["accessToken token authToken bearer", TOKEN],
  ["auth authorization", TOKEN],
  ["credentials googleAuthOptions", VERTEX_TOKEN],
  ["baseURL basePath apiEndpoint endpoint host url apiHost apiUrl", BASE_URL],
  ["apiVersion", VERSION],
  ["location", isWeb ? VERTEX_PLACE : "Pass `backend: vertex({ location })`, or set GOOGLE_CLOUD_LOCATION."],
  ["projectId region", VERTEX_PLACE],
  ["vertexai vertex enterprise", VERTEX],
  ["organization", "Gemini has no organizations: leave it out. Vertex AI and Code Assist take a `project`."],
  [
    "dangerouslyAllowBrowser",
    "Leave it out: browsers are allowed. Anyone who opens the page can read its API key, so let users enter their own key, or call Gemini from a server.",
  ],
  // HTTP.
  ["httpOptions requestOptions fetchOptions requestInit request", HTTP_OPTIONS],
  ["defaultHeaders customHeaders extraHeaders", mean("headers")],
  ["extraBody body", "Did you mean `extraRequest`, or `extraGenerationConfig`?"],
  ["query defaultQuery extraQuery", "There is no option for query parameters: pass a `fetch` that adds them."],
  ["httpAgent httpsAgent dispatcher agentOptions keepAlive httpClient client customFetch", AGENT],
  ["fetcher transport adapter axios ca cert tls rejectUnauthorized", AGENT],
  [
    "proxy proxyUrl httpProxy httpsProxy",
    isWeb
      ? "Pass a `fetch` that sends through the proxy."
      : "Pass an `agent` for the proxy (Node), such as that of the package https-proxy-agent, or a `fetch`.",
  ],
  ["abort abortSignal", mean("signal")],
  ["abortController cancelToken cancellationToken", "Pass `signal`: `{ signal: controller.signal }`."],
  ["validateStatus", "If Google responds with an error, the call rejects: catch the error, and read `error.status`."],
  // Deadlines and retries.
  ["timeoutMs timeoutInMs requestTimeout deadline", "Did you mean `timeout`, in milliseconds?"],
  ["connect connectTimeout", inside("timeouts", "connect")],
  ["idle idleTimeout chunkTimeout", inside("timeouts", "idle")],
  ["headersTimeout", inside("timeouts", "headers")],
  ["maxAttempts", "Pass `retry: { maxAttempts }`, or `maxRetries`, which does not count the first attempt."],
  ["maxRetry retries retryCount retryOptions retryConfig numRetries", RETRIES],
  ["initialDelayMs retryDelay retryDelayMs retryInterval backoff backoffFactor", inside("retry", "initialDelayMs")],
  ["maxDelayMs", inside("retry", "maxDelayMs")],
  ["maxWaitMs", inside("retry", "maxWaitMs")],
  ["restartStreams", inside("retry", "restartStreams")],
  ["concurrency maxConcurrency maxConcurrentRequests rateLimit maxParallelCalls", MANY_PROMPTS],
  // Streams, events and logs.
  ["stream streaming", "Call `generateStream()` or `sendMessageStream()` for a streamed response."],
  ["onRetry onFailedAttempt", "Pass `onEvent`, and look for events of the type `retry`."],
  ["onFinish onError onAbort", PROMISE],
  ["onChunk onToken", "Read the chunks of a stream: `for await (const chunk of client.generateStream(contents))`."],
  ["onStepFinish onStepEnd", "Read the chunks of a stream, or `response.steps`."],
  ["callbacks onRequest onResponse telemetry hooks middleware interceptors eventHandler listener onLog", EVENTS],
  ["debug debugMode log logLevel verbose", LOG],
  // Chats and media.
  ["sessionId session threadId conversationId memory", CHAT],
  ["files images attachments documents", MEDIA],
  // Members of options that are objects.
  ["toolLoop.maxSteps toolLoop.maxTurns toolLoop.maxIterations toolLoop.stopWhen", mean("toolLoop.maxRounds")],
  [
    "toolLoop.concurrency toolLoop.maxConcurrency toolLoop.parallelToolCalls toolLoop.maxParallel",
    mean("toolLoop.parallel"),
  ],
  ["toolLoop.approval toolLoop.onApproval toolLoop.needsApproval", mean("toolLoop.approve")],
  ["retry.maxRetries retry.retries retry.maxRetry retry.attempts retry.limit", ATTEMPTS],
  ["retry.initialDelay retry.minTimeout retry.minDelay retry.delay retry.backoff", mean("retry.initialDelayMs")],
  ["retry.maxDelay retry.maxTimeout retry.backoffLimit", mean("retry.maxDelayMs")],
  ["retry.maxWait retry.maxRetryAfter", mean("retry.maxWaitMs")],
  ["timeouts.request timeouts.timeout timeouts.overall timeouts.call", mean("timeouts.total")],
  ["timeouts.response timeouts.firstByte", mean("timeouts.headers")],
  ["timeouts.read timeouts.socket timeouts.chunk timeouts.stall", mean("timeouts.idle")],
  [
    "tool.inputSchema tool.schema tool.args tool.input tool.argsSchema tool.parametersJsonSchema",
    mean("tool.parameters"),
  ],
  ["tool.handler tool.func tool.fn tool.function tool.callback tool.run tool.call tool.invoke", mean("tool.execute")],
  ["tool.strict", "Leave it out: arguments that do not fit `parameters` never reach `execute`."],
  ["tool.type", "Leave it out: `tool()` makes functions. Google's tools are `googleSearch()` and so on."],
  ["tool.approve tool.requireApproval", mean("tool.needsApproval")],
  // Options of geminiApi(), vertex() and codeAssist().
  ["geminiApi.baseURL geminiApi.endpoint geminiApi.url", mean("geminiApi.baseUrl")],
  ["geminiApi.apiVersion vertex.apiVersion", VERSION],
  ["geminiApi.httpOptions", "Did you mean `geminiApi.baseUrl`? Headers and deadlines are options of the client."],
  ["geminiApi.key", mean("geminiApi.apiKey")],
  ["geminiApi.vertexai", "Use `vertex()`."],
  ["geminiApi.headers vertex.headers codeAssist.headers", "`headers` is an option of the client and of a call."],
  ["geminiApi.model vertex.model codeAssist.model", "`model` is an option of the client and of a call."],
  ["vertex.baseUrl vertex.endpoint vertex.apiEndpoint", `For Vertex AI, ${VERTEX_URL}.`],
  ["vertex.credentials vertex.googleAuthOptions", VERTEX_TOKEN],
  ["vertex.projectId", mean("vertex.project")],
  ["vertex.region", mean("vertex.location")],
  ["codeAssist.baseUrl", mean("codeAssist.endpoint")],
  ["codeAssist.projectId", mean("codeAssist.project")],
];

const HISTORY: ReadonlySet<string> = new Set([
  ...["contents", "messages", "turns", "conversation"],
  ...["initialhistory", "chathistory", "initialmessages", "previousmessages"],
]);

/** What to use instead of an option of another client. `known`: the options that exist in its place. */
export function foreignOption(name: string, known: readonly string[]): string | undefined {
  // The AI SDK marks new options: `experimental_telemetry`.
  const wanted = normalized(name).replace(/^experimental/, "");
  if (!HISTORY.has(wanted)) {
    return foreignRows.find(([names]) => names.split(" ").some((one) => normalized(one) === wanted))?.[1];
  }
  return known.includes("history")
    ? "Earlier turns are the option `history`. A prompt comes first and options second: `generate(contents, options)`."
    : OPTIONS_SECOND;
}

/** A name without what differs between styles: case, `_` and `-`. */
export function normalized(name: string): string {
  return name.toLowerCase().replaceAll(/[_-]/g, "");
}
