import type { Schema } from "./schema.ts";

/** A function that the model may call. Only one of `parameters` and `parametersJsonSchema` may be set. */
export interface FunctionDeclaration {
  /** Letters, digits, `_`, `:`, `.` and `-`; at most 128 characters. */
  readonly name: string;
  /** What it does, in words that help the model to decide when to call it. */
  readonly description?: string;
  /** Whether the model waits for the result (Live API only). */
  readonly behavior?: string;
  /** The parameters as a Schema of type `"OBJECT"`. Excludes `parametersJsonSchema`. */
  readonly parameters?: Schema;
  /** The parameters as JSON Schema. Excludes `parameters`. */
  readonly parametersJsonSchema?: Schema;
  /** The result as a Schema. Excludes `responseJsonSchema`. */
  readonly response?: Schema;
  /** The result as JSON Schema. Excludes `response`. */
  readonly responseJsonSchema?: Schema;
}

/** A group of declared functions, or one of Google's built-in tools. */
export interface Tool {
  /** Functions that the model may ask you to call. */
  readonly functionDeclarations?: readonly FunctionDeclaration[];
  /** Google Search; `{}` for its defaults. */
  readonly googleSearch?: object;
  /** Google Search for models before Gemini 2.0. */
  readonly googleSearchRetrieval?: object;
  /** Google Maps. */
  readonly googleMaps?: object;
  /** Reads the pages whose URLs are in the prompt; `{}`. */
  readonly urlContext?: object;
  /** Runs code that the model writes in Google's sandbox; `{}`. */
  readonly codeExecution?: object;
  /** Operates a browser or a computer. */
  readonly computerUse?: object;
  /** Searches documents that were uploaded to a store. */
  readonly fileSearch?: object;
  /** Vertex AI Search and other data stores (Vertex AI only). */
  readonly retrieval?: object;
  /** Web search for companies (Vertex AI only). */
  readonly enterpriseWebSearch?: object;
}

/** Whether functions may (`AUTO`), must (`ANY`) or must not (`NONE`) be called. */
export interface FunctionCallingConfig {
  /** `"AUTO"`, `"ANY"`, `"NONE"` or `"VALIDATED"`. */
  readonly mode?: string;
  /** The functions that may be called, with the mode `"ANY"` or `"VALIDATED"`. */
  readonly allowedFunctionNames?: readonly string[];
  /** Whether a stream has the arguments of a call in pieces (Vertex AI only). */
  readonly streamFunctionCallArguments?: boolean;
}

/** How the declared tools may be used. */
export interface ToolConfig {
  /** Whether and which functions are called. */
  readonly functionCallingConfig?: FunctionCallingConfig;
  /** Where the user is, and in which language, for Google Search and Google Maps. */
  readonly retrievalConfig?: object;
  /** Whether the answer contains calls of Google's own tools. */
  readonly includeServerSideToolInvocations?: boolean;
}
