export type { AccountOptions, IneligibleTier, OnboardingOptions } from "./account/account-options.ts";
export type { EmulatedService } from "./backend.ts";
export type { EmulatorCall } from "./call.ts";
export type { FunctionResultChecks } from "./checks/function-results.ts";
export { createEmulator } from "./create-emulator.ts";
export type { Emulator, Login, LoginOptions } from "./emulator.ts";
export type { ApiErrorName, FaultErrorForm, FaultErrorName, TokenErrorName } from "./faults/errors/error-names.ts";
export type { ContentFault, Fault, FaultPoint } from "./faults/fault.ts";
export type { CallMatcher, RequestMatcher } from "./faults/matcher.ts";
export type { FaultOrFunction, FaultRule } from "./faults/rule.ts";
export type { JsonFaultName } from "./faults/spoil-json.ts";
export type { Intercept } from "./intercept.ts";
export type { LongDecode } from "./long-decode/long-decode.ts";
export type { EmulatorOptions } from "./options.ts";
export type { QuotaOptions } from "./quota/quota-options.ts";
export type {
  AbortSignalLike,
  MessageLike,
  RequestLike,
  ResponseLike,
  RuntimeAbortSignal,
  RuntimeRequest,
  RuntimeRequestInit,
  RuntimeResponse,
  RuntimeUrl,
  SocketLike,
} from "./runtime-types.ts";
export type { Wait } from "./wait.ts";
export type {
  CodeExecutionResult,
  Content,
  ExecutableCode,
  FileData,
  FunctionCall,
  FunctionResponse,
  InlineData,
  Part,
  VideoMetadata,
} from "./wire/content.ts";
export type {
  GenerateContentRequest,
  GenerationConfig,
  ModalityTokenCount,
  SafetySetting,
  ThinkingConfig,
  UsageMetadata,
} from "./wire/generate.ts";
export type { Schema } from "./wire/schema.ts";
export type { FunctionCallingConfig, FunctionDeclaration, Tool, ToolConfig } from "./wire/tools.ts";
