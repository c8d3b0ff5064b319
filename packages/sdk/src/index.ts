export type { AccessToken } from "./auth/authorizers.ts";
export { createFileTokenCache, type FileTokenCacheOptions } from "./auth/token-cache/file-token-cache.ts";
export type { CachedToken, TokenCache } from "./auth/token-cache/token-cache.ts";
export type { OAuthClient } from "./auth/tokens/oauth-client.ts";
export { codeAssist } from "./backends/code-assist/code-assist.ts";
export type { CodeAssistOptions } from "./backends/code-assist/code-assist-options.ts";
export { type GeminiApiOptions, geminiApi } from "./backends/gemini-api/gemini-api.ts";
export { vertex } from "./backends/vertex/vertex.ts";
export type { VertexOptions } from "./backends/vertex/vertex-options.ts";
export type { Chat } from "./chat.ts";
export { GeminiClient } from "./client.ts";
export type { GeminiErrorCode, GeminiErrorGroup, GeminiErrorPhase } from "./errors/codes.ts";
export type { ErrorLink, GeminiErrorInit, QuotaKind } from "./errors/error-init.ts";
export { GeminiError, isGeminiError } from "./errors/gemini-error.ts";
export type { HttpInfo } from "./errors/http-info.ts";
export type { OutputIssue } from "./errors/output-issue.ts";
export type { PartialAnswer } from "./errors/partial-answer.ts";
export type { Backend } from "./options/backend.ts";
export type { CallOptions, ExtraRequest, GenerationOptions } from "./options/call-options.ts";
export type { ChatOptions, ResumeOptions } from "./options/chat-options.ts";
export type { GeminiOptions } from "./options/client-options.ts";
export {
  codeExecution,
  type GoogleToolSettings,
  googleMaps,
  googleSearch,
  urlContext,
} from "./options/google-tools.ts";
export type { McpClient, McpTool, McpToolList } from "./options/mcp-client.ts";
export { type McpToolsOptions, mcpTools } from "./options/mcp-tools.ts";
export type { OutputOptions, SendOptions } from "./options/output-options.ts";
export { type Tool, type ToolArgs, type ToolContext, type ToolInit, type ToolOutput, tool } from "./options/tool.ts";
export type { Approval, CallToApprove, ToolChoice, ToolLoopOptions, ToolOptions } from "./options/tool-options.ts";
export type {
  CallEndEvent,
  CallFailure,
  CallStartEvent,
  ChangedOption,
  ContinuationEvent,
  EventIds,
  ExchangeFailedEvent,
  GeminiEvent,
  ModelFallbackEvent,
  OnEvent,
  RepairEvent,
  RequestEvent,
  ResponseEvent,
  RetryEvent,
  TokenRefreshEvent,
  ToolCallEvent,
  ToolOutcome,
  ToolResultEvent,
  WarningEvent,
} from "./platform/events.ts";
export type { Logger } from "./platform/logger.ts";
export type {
  AbortSignalLike,
  ByteReader,
  FetchInit,
  FetchLike,
  FetchResponse,
  HeadersLike,
  RuntimeAbortSignal,
  RuntimeReadableStream,
  RuntimeResponse,
} from "./platform/web-types.ts";
export { query, queryStream } from "./query.ts";
export type { Contents, Prompt } from "./request/prompt.ts";
export type { Citation, CitedSource } from "./response/citations.ts";
export type { GenerateContentResponse, Step } from "./response/generate-content-response.ts";
export type { ElementsOf, GenerateContentStream, PartialOf, StreamOf } from "./response/generate-content-stream.ts";
export type { PendingCall, StepCall, StepResult } from "./response/step-calls.ts";
export type { StreamChunk } from "./response/stream-chunk.ts";
export type { StreamBodyInit, StreamResponseInit } from "./response/web-response.ts";
export type { RetryChoice, RetryOptions } from "./retry/retry-options.ts";
export type { DeepPartial } from "./schema/deep-partial.ts";
export {
  type InputOf,
  type JsonSchema,
  type JsonSchemaKeywords,
  jsonSchema,
  type OutputOf,
  type OutputSchema,
  type SchemaInput,
  type SchemaOption,
  type TypedJsonSchema,
} from "./schema/output-schema.ts";
export type { SchemaChange } from "./schema/schema-change.ts";
export { schemaReport } from "./schema/schema-report.ts";
export type {
  StandardIssue,
  StandardJsonSchema,
  StandardJsonSchemaProps,
  StandardResult,
} from "./schema/standard-schema.ts";
export type { Timeouts } from "./scope/timeouts.ts";
export type { BackendName } from "./wire/backend-name.ts";
export type {
  Blob,
  CodeExecutionResult,
  Content,
  ExecutableCode,
  FileData,
  FunctionCall,
  FunctionResponse,
  FunctionResponsePart,
  InlineData,
  Part,
  PartialArg,
  PartMediaResolution,
  PromptContent,
  PromptFunctionResponse,
  PromptFunctionResponsePart,
  PromptInlineData,
  PromptPart,
  ToolCall,
  ToolResponse,
  VideoMetadata,
} from "./wire/content.ts";
export type {
  Candidate,
  FinishReason,
  LogprobsCandidate,
  LogprobsResult,
  MediaResolution,
  ModalityTokenCount,
  PromptFeedback,
  ResponseModality,
  SafetyRating,
  SafetySetting,
  ServiceTier,
  ThinkingLevel,
  UsageMetadata,
} from "./wire/generate.ts";
export type {
  CitationMetadata,
  CitationSource,
  GroundingChunk,
  GroundingMetadata,
  GroundingPlace,
  GroundingSegment,
  GroundingSupport,
  SearchEntryPoint,
  UrlContextMetadata,
  UrlMetadata,
} from "./wire/grounding.ts";
export type { FunctionDeclaration, Schema, ToolConfig, ToolDeclaration } from "./wire/tools.ts";
