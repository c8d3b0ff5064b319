// Compiled, never run: no `any` in anything that the package exports, however deep.
import { expectTypeOf } from "vitest";
import type * as surface from "../../src/index.ts";

type IsAny<Type> = 0 extends 1 & Type ? true : false;

/** Deeper than any type of this package; recursive types end here. */
type Depth = [1, 2, 3, 4, 5, 6];
/** Types of the language and its runtimes, which hold an `any` of their own (`AbortSignal.reason`, `throw(error)`). */
type Foreign =
  | Date
  | Uint8Array
  | AbortSignal
  | AsyncIterator<unknown, unknown, undefined>
  | Headers
  | ReadableStream
  | Response;

type Less<Left extends unknown[]> = Left extends [unknown, ...infer Rest] ? Rest : [];

/** True if a type contains `any`: in its members, its elements, its parameters or results. */
type HasAny<Type, Left extends unknown[] = Depth> =
  IsAny<Type> extends true
    ? true
    : Left extends []
      ? false
      : unknown extends Type
        ? false
        : Type extends string | number | boolean | bigint | symbol | null | undefined | Foreign
          ? false
          : Type extends abstract new (
                ...given: infer Given
              ) => infer Made
            ? HasAny<Given, Less<Left>> | HasAny<Made, Less<Left>>
            : Type extends (...given: infer Given) => infer Result
              ? HasAny<Given, Less<Left>> | HasAny<Awaited<Result>, Less<Left>>
              : Type extends readonly (infer Element)[]
                ? HasAny<Element, Less<Left>>
                : { [Name in keyof Type]-?: HasAny<Type[Name], Less<Left>> }[keyof Type];

// the check itself: finds what is there, and nothing where nothing is
// biome-ignore lint/suspicious/noExplicitAny: so that the check is seen to find one
type Bad = any;
expectTypeOf<HasAny<{ a: { b: readonly Bad[] } }>>().toEqualTypeOf<true>();
expectTypeOf<HasAny<(a: { b?: Bad }) => void>>().toEqualTypeOf<true>();
expectTypeOf<HasAny<() => Promise<Bad>>>().toEqualTypeOf<true>();
expectTypeOf<HasAny<{ a: string; b: (c: number) => Date }>>().toEqualTypeOf<false>();

// functions and classes
expectTypeOf<HasAny<typeof surface.codeAssist>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<typeof surface.createFileTokenCache>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<typeof surface.geminiApi>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<typeof surface.isGeminiError>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<typeof surface.jsonSchema>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<typeof surface.schemaReport>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<typeof surface.codeExecution>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<typeof surface.googleMaps>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<typeof surface.googleSearch>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<typeof surface.tool>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<typeof surface.urlContext>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<typeof surface.query>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<typeof surface.queryStream>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<typeof surface.vertex>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.GeminiClient>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.GenerateContentStream>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.GenerateContentResponse>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.StreamChunk>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<Omit<surface.GeminiError, "with">>>().toEqualTypeOf<false>();

// what they take and give
expectTypeOf<HasAny<surface.GeminiOptions>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.CallOptions>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.Chat>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.ChatOptions>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.Timeouts>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.Contents>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.Content>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.Candidate>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.UsageMetadata>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.PromptFeedback>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.PartialAnswer>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.GeminiEvent>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.ContinuationEvent>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.ModelFallbackEvent>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.FetchLike>>().toEqualTypeOf<false>();

// every other type, one by one
expectTypeOf<HasAny<surface.AbortSignalLike>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.AccessToken>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.Backend>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.BackendName>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.Blob>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.ChangedOption>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.PromptInlineData>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.PromptContent>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.PromptPart>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.ByteReader>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.CallEndEvent>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.CallFailure>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.CallStartEvent>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.EventIds>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.ExchangeFailedEvent>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.HttpInfo>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.Logger>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.CachedToken>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.CodeAssistOptions>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.CodeExecutionResult>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.ErrorLink>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.ExecutableCode>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.ExtraRequest>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.FetchInit>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.FetchResponse>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.FileData>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.FileTokenCacheOptions>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.FinishReason>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.FunctionCall>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.FunctionDeclaration>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.FunctionResponse>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.GeminiApiOptions>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.GeminiErrorCode>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.GeminiErrorGroup>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.GeminiErrorInit>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.GeminiErrorPhase>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.QuotaKind>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.GenerationOptions>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.HeadersLike>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.InlineData>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.MediaResolution>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.OAuthClient>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.OnEvent>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.Part>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.Prompt>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.RequestEvent>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.ResponseEvent>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.RetryEvent>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.RetryChoice>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.RetryOptions>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.RuntimeAbortSignal>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.RuntimeReadableStream>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.RuntimeResponse>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.SafetyRating>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.SafetySetting>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.Schema>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.StreamBodyInit>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.StreamResponseInit>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.ResponseModality>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.ServiceTier>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.ThinkingLevel>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.TokenCache>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.Tool>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.Approval>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.CallToApprove>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.GoogleToolSettings>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.PendingCall>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.ResumeOptions>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.Step>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.StepCall>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.StepResult>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.ToolCallEvent>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.ToolChoice>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.ToolContext>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.ToolDeclaration>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.ToolInit>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.ToolLoopOptions>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.ToolOptions>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.ToolOutcome>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.ToolOutput>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.ToolResultEvent>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.ToolArgs<surface.JsonSchema>>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.ToolConfig>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.TokenRefreshEvent>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.VertexOptions>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.VideoMetadata>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.WarningEvent>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.FunctionResponsePart>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.PartialArg>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.PartMediaResolution>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.PromptFunctionResponse>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.PromptFunctionResponsePart>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.ToolCall>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.ToolResponse>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.LogprobsCandidate>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.LogprobsResult>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.ModalityTokenCount>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.Citation>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.CitationMetadata>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.CitationSource>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.CitedSource>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.GroundingChunk>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.GroundingMetadata>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.GroundingPlace>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.GroundingSegment>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.GroundingSupport>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.SearchEntryPoint>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.UrlContextMetadata>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.UrlMetadata>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.InputOf<surface.StandardJsonSchema<string, number>>>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.OutputOf<surface.StandardJsonSchema<string, number>>>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<typeof surface.mcpTools>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.McpClient>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.McpTool>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.McpToolList>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.McpToolsOptions>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.JsonSchema>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.JsonSchemaKeywords>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.OutputSchema>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.SchemaChange>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.StandardIssue>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.StandardJsonSchema>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.StandardJsonSchemaProps>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.StandardResult<string>>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.TypedJsonSchema<string>>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.DeepPartial<{ a: string[] }>>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.ElementsOf<string[]>>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.OutputIssue>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.OutputOptions>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.PartialOf<{ a: string }>>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.RepairEvent>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.SchemaInput>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.SchemaOption>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.SendOptions>>().toEqualTypeOf<false>();
expectTypeOf<HasAny<surface.StreamOf<surface.StandardJsonSchema<string, number[]>>>>().toEqualTypeOf<false>();

// a value that is exported later has to be added above; a test holds the same of the types
expectTypeOf<keyof typeof surface>().toEqualTypeOf<
  | "codeAssist"
  | "codeExecution"
  | "createFileTokenCache"
  | "GeminiClient"
  | "GeminiError"
  | "geminiApi"
  | "googleMaps"
  | "googleSearch"
  | "isGeminiError"
  | "jsonSchema"
  | "mcpTools"
  | "query"
  | "queryStream"
  | "schemaReport"
  | "tool"
  | "urlContext"
  | "vertex"
>();
