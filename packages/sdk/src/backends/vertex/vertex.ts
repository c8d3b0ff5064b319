import { atEntry } from "../../errors/caller.ts";
import type { Backend } from "../../options/backend.ts";
import { validateOptions } from "../../validation/option-table.ts";
import { defineLazyBackend } from "../backend.ts";
import { type VertexOptions, vertexOptions } from "./vertex-options.ts";

/**
 * Vertex AI. Without `apiKey` and `accessToken` it signs in with Application Default Credentials through the optional
 * package google-auth-library (9, 10, or 11 on Node 22), loaded at the first call. If the package is missing, the call fails with
 * `dependency_missing`, which explains how to install it. The environment variable `GOOGLE_VERTEX_BASE_URL` selects
 * another server.
 * @see https://cloud.google.com/vertex-ai/generative-ai/docs/reference/rest
 */
export function vertex(options: VertexOptions = {}): Backend {
  const own = atEntry(vertex, () => validateOptions(options, vertexOptions));
  return defineLazyBackend("vertex", async () => {
    const { vertexDriver } = await import("./vertex-driver.ts");
    return vertexDriver(own);
  });
}
