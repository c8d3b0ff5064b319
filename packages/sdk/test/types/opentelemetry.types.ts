// Compiled, never run: the program of docs/guides/observability.md, from the first import on.
import { type Span, SpanStatusCode, trace } from "@opentelemetry/api"; // npm install @opentelemetry/api
import { GeminiClient, type GeminiEvent } from "gemini-ts";

const tracer = trace.getTracer("my-app");
const spans = new Map<number, Span>();

function onEvent(event: GeminiEvent) {
  if (!("callId" in event)) return;
  const attributes = { "gen_ai.operation.name": "generate_content", "gen_ai.provider.name": "gcp.gemini" };
  if (event.type === "call-start") spans.set(event.callId, tracer.startSpan("gemini", { attributes }));
  const span = spans.get(event.callId);
  if (event.type === "call-end") {
    span?.setAttribute("gen_ai.request.model", event.model ?? "unknown");
    const { promptTokenCount = 0, candidatesTokenCount = 0, thoughtsTokenCount = 0 } = event.usageMetadata ?? {};
    span?.setAttribute("gen_ai.usage.input_tokens", promptTokenCount);
    span?.setAttribute("gen_ai.usage.output_tokens", candidatesTokenCount + thoughtsTokenCount);
    if (event.error) span?.setStatus({ code: SpanStatusCode.ERROR, message: event.error.code });
    span?.end();
    spans.delete(event.callId);
  } else span?.addEvent(event.type);
}

export const client = new GeminiClient({ onEvent });
