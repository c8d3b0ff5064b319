import type { ToolOutput } from "../../options/tool.ts";
import { isRecord } from "../../wire/is-record.ts";

/**
 * What the model gets for the result of an MCP tool. The first row that matches decides:
 *
 * | result | the model gets |
 * |---|---|
 * | `isError` | an error with the texts of `content`, or else the structured content |
 * | with images, audio or files | the parts of `content` in their order |
 * | with `structuredContent` | that; the texts of `content` say the same again |
 * | with `content` | its texts |
 * | anything else, as objects that only look like a client return it | that |
 *
 * Throws an Error for a result with `isError`.
 * @see https://modelcontextprotocol.io/specification/latest/server/tools#tool-result
 */
export function readMcpResult(result: unknown): ToolOutput {
  if (!isRecord(result)) return result as ToolOutput;
  const { content, structuredContent, isError, toolResult } = result;
  const blocks: readonly unknown[] = Array.isArray(content) ? content : [content];
  const parts = blocks.flatMap((block) =>
    typeof block === "string" ? { text: block } : isRecord(block) ? partOf(block) : [],
  );
  const text = parts.flatMap((part) => part.text ?? []).join("\n");
  if (isError === true) throw new Error(text || messageOf(structuredContent));
  if (parts.some(({ inlineData }) => inlineData)) return parts;
  if (structuredContent != null) return structuredContent as ToolOutput;
  // Servers of the protocol's first version have one member instead of `content`.
  if (toolResult !== undefined && parts.length === 0) return toolResult as ToolOutput;
  return content === undefined ? result : text;
}

/** Of a failed tool without texts. */
function messageOf(structuredContent: unknown): string {
  return structuredContent == null ? "The MCP tool failed without a message." : JSON.stringify(structuredContent);
}

interface McpPart {
  readonly text?: string;
  readonly inlineData?: { readonly mimeType: string; readonly data: string };
}

/** The part for one block of content. A block that has no part of its own is described as JSON, such as a link. */
function partOf(block: Readonly<Record<string, unknown>>): McpPart {
  const { type, text, data, mimeType, resource } = block;
  if (type === "text") return { text: String(text ?? "") };
  if (typeof data === "string" && typeof mimeType === "string") return { inlineData: { mimeType, data } };
  if (isRecord(resource)) return resourcePart(resource);
  return { text: JSON.stringify(block) };
}

/** Files that models take; of others, the model learns the name and the type. */
const MEDIA = /^(?:image|audio|video)\/|^application\/pdf$/;

function resourcePart({ blob, ...resource }: Readonly<Record<string, unknown>>): McpPart {
  const { uri, text, mimeType } = resource;
  if (typeof blob === "string" && typeof mimeType === "string" && MEDIA.test(mimeType)) {
    return { inlineData: { mimeType, data: blob } };
  }
  return { text: typeof text === "string" ? `${String(uri ?? "")}\n${text}` : JSON.stringify(resource) };
}
