import { generationOf } from "../models/model-name.ts";
import type { BackendName } from "../wire/backend-name.ts";

/** Who supports something: all models, no model, or the models of this generation and later ones. */
type Support = "all" | "none" | number;

/** What not every backend and model can do; docs/backends.md shows this table. */
export const capabilities = {
  /** Functions of the program. */
  functions: { "code-assist": "all", "gemini-api": "all", vertex: "all" },
  /** Google's own tools. */
  googleTools: { "code-assist": "all", "gemini-api": "all", vertex: "all" },
  /**
   * Both in one request. Not known of Code Assist.
   * @see https://ai.google.dev/gemini-api/docs/tool-combination
   */
  functionsWithGoogleTools: { "code-assist": "none", "gemini-api": 3, vertex: 3 },
  /**
   * Tools, of the program or of Google, together with a schema of the output.
   * @see https://ai.google.dev/gemini-api/docs/structured-output#structured_outputs_with_tools
   */
  schemaWithTools: { "code-assist": 3, "gemini-api": 3, vertex: 3 },
  /**
   * Media within a `functionResponse`. Other models get them beside it.
   * @see https://ai.google.dev/gemini-api/docs/function-calling#multimodal
   */
  mediaInResults: { "code-assist": 3, "gemini-api": 3, vertex: 3 },
} as const satisfies Record<string, Readonly<Record<BackendName, Support>>>;

/** Something that not every backend and model can do. */
export type Capability = keyof typeof capabilities;

/** Whether a model on a backend can do it. A model whose name does not say its generation is taken to be new. */
export function can(capability: Capability, backend: BackendName, model: string): boolean {
  const support: Support = capabilities[capability][backend];
  if (typeof support === "string") return support === "all";
  return (generationOf(model) ?? support) >= support;
}
