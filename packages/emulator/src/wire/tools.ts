import type { Schema } from "./schema.ts";

/** A function that the model may call. Only one of `parameters` and `parametersJsonSchema` may be set. */
export interface FunctionDeclaration {
  readonly name: string;
  readonly description?: string;
  readonly behavior?: string;
  readonly parameters?: Schema;
  readonly parametersJsonSchema?: Schema;
  readonly response?: Schema;
  readonly responseJsonSchema?: Schema;
}

/** A group of declared functions, or one of Google's built-in tools. */
export interface Tool {
  readonly functionDeclarations?: readonly FunctionDeclaration[];
  readonly googleSearch?: object;
  readonly googleSearchRetrieval?: object;
  readonly googleMaps?: object;
  readonly urlContext?: object;
  readonly codeExecution?: object;
  readonly computerUse?: object;
  readonly fileSearch?: object;
  readonly retrieval?: object;
  readonly enterpriseWebSearch?: object;
}

/** Whether functions may (`AUTO`), must (`ANY`) or must not (`NONE`) be called. */
export interface FunctionCallingConfig {
  readonly mode?: string;
  readonly allowedFunctionNames?: readonly string[];
}

/** How the declared tools may be used. */
export interface ToolConfig {
  readonly functionCallingConfig?: FunctionCallingConfig;
  readonly retrievalConfig?: object;
  readonly includeServerSideToolInvocations?: boolean;
}
