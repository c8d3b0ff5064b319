import type { OpenString } from "./open-string.ts";

/**
 * What the model may call, as Google's JSON, for `extraRequest.tools`. For a tool that is not listed here, write
 * `{ newTool: {} } as ToolDeclaration`.
 * @see https://ai.google.dev/api/caching#Tool
 */
export interface ToolDeclaration {
  /** Functions that the model may ask you to call. */
  functionDeclarations?: readonly FunctionDeclaration[] | undefined;
  /** Google Search; `{}` for its defaults. */
  googleSearch?: Readonly<Record<string, unknown>> | undefined;
  /** Google Search for models before Gemini 2.0. */
  googleSearchRetrieval?: Readonly<Record<string, unknown>> | undefined;
  /** Google Maps. */
  googleMaps?: Readonly<Record<string, unknown>> | undefined;
  /** Runs code that the model writes in Google's sandbox; `{}`. */
  codeExecution?: Readonly<Record<string, unknown>> | undefined;
  /** Reads the pages whose URLs are in the prompt; `{}`. */
  urlContext?: Readonly<Record<string, unknown>> | undefined;
  /** Searches documents that were uploaded to a store. */
  fileSearch?: Readonly<Record<string, unknown>> | undefined;
  /** Operates a browser or a computer. */
  computerUse?: Readonly<Record<string, unknown>> | undefined;
  /** Vertex AI Search and other data stores (Vertex AI only). */
  retrieval?: Readonly<Record<string, unknown>> | undefined;
}

/**
 * A function that the model may ask to be called.
 * @see https://ai.google.dev/api/caching#FunctionDeclaration
 */
export interface FunctionDeclaration {
  /** Letters, digits, `_`, `:`, `.` and `-`; at most 128 characters. */
  name: string;
  /** What it does, in words that help the model to decide when to call it. */
  description?: string | undefined;
  /** The parameters as a Schema of type `"OBJECT"`. Excludes `parametersJsonSchema`. */
  parameters?: Schema | undefined;
  /** The parameters as JSON Schema. Excludes `parameters`. */
  parametersJsonSchema?: unknown;
  /** The result as a Schema. Excludes `responseJsonSchema`. */
  response?: Schema | undefined;
  /** The result as JSON Schema. Excludes `response`. */
  responseJsonSchema?: unknown;
  /** Whether the model waits for the result (Live API only). */
  behavior?: OpenString<"BLOCKING" | "NON_BLOCKING"> | undefined;
}

/**
 * How the model uses its tools.
 * @see https://ai.google.dev/api/caching#ToolConfig
 */
export interface ToolConfig {
  /** Whether and which functions are called. */
  functionCallingConfig?:
    | {
        /** `"AUTO"`: the model decides; `"ANY"`: always a call; `"NONE"`: never; `"VALIDATED"`: calls fit their schema. */
        mode?: OpenString<"AUTO" | "ANY" | "NONE" | "VALIDATED"> | undefined;
        /** The only functions that may be called, with mode `"ANY"` or `"VALIDATED"`. */
        allowedFunctionNames?: readonly string[] | undefined;
        /** Whether a stream sends the arguments of calls in pieces, as they are generated (Vertex AI only). */
        streamFunctionCallArguments?: boolean | undefined;
      }
    | undefined;
  /** Where the user is, and in which language, for Google Search and Google Maps. */
  retrievalConfig?:
    | {
        /** In degrees. */
        latLng?: { latitude?: number | undefined; longitude?: number | undefined } | undefined;
        /** Such as `"en-US"`. */
        languageCode?: string | undefined;
      }
    | undefined;
  /**
   * Whether the response has the calls of Google's own tools (Gemini API only). Set automatically if your own functions
   * are used together with them.
   */
  includeServerSideToolInvocations?: boolean | undefined;
}

/**
 * Google's subset of an OpenAPI schema, in `parameters` and `responseSchema`.
 * @see https://ai.google.dev/api/caching#Schema
 */
export interface Schema {
  /** Google's word for the type of the value. */
  type?: OpenString<"STRING" | "NUMBER" | "INTEGER" | "BOOLEAN" | "ARRAY" | "OBJECT" | "NULL"> | undefined;
  /** Such as `"enum"` and `"date-time"` for strings, `"int32"` and `"float"` for numbers. */
  format?: string | undefined;
  /** A short name. */
  title?: string | undefined;
  /** What the value means, for the model. */
  description?: string | undefined;
  /** Whether null fits. */
  nullable?: boolean | undefined;
  /** The only values of a string, with `format: "enum"`. */
  enum?: readonly string[] | undefined;
  /** What the elements of an array have to fit. */
  items?: Schema | undefined;
  /** The fewest elements. */
  minItems?: number | string | undefined;
  /** The most elements. */
  maxItems?: number | string | undefined;
  /** The members of an object. */
  properties?: Readonly<Record<string, Schema>> | undefined;
  /** The members that an object must have. */
  required?: readonly string[] | undefined;
  /** The order in which the members are written. */
  propertyOrdering?: readonly string[] | undefined;
  /** The fewest members. */
  minProperties?: number | string | undefined;
  /** The most members. */
  maxProperties?: number | string | undefined;
  /** The fewest characters. */
  minLength?: number | string | undefined;
  /** The most characters. */
  maxLength?: number | string | undefined;
  /** A regular expression for strings. */
  pattern?: string | undefined;
  /** The least number. */
  minimum?: number | undefined;
  /** The greatest number. */
  maximum?: number | undefined;
  /** At least one of these has to fit. */
  anyOf?: readonly Schema[] | undefined;
  /** An example of the value. */
  example?: unknown;
  /** The default; Google ignores it. */
  default?: unknown;
}
