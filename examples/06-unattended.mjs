// An unattended job: it logs retries, falls back to another model, and never runs beyond its deadline.
// Run: node examples/06-unattended.mjs "Write 200 words about rivers"
import { GeminiClient, isGeminiError } from "gemini-ts";

const deadline = AbortSignal.timeout(Number(process.env.DEADLINE_MS ?? 600_000));
const client = new GeminiClient({
  model: "gemini-3.8-flash",
  fallbackModels: ["gemini-3.5-flash-lite"],
  retry: { maxAttempts: 5, restartStreams: true },
  onEvent: (event) => {
    if (event.type === "retry") console.error(`${event.reason}: attempt ${event.attempt} in ${event.delayMs} ms`);
    if (event.type === "model-fallback") console.error(`${event.reason}: ${event.to} instead of ${event.from}`);
  },
});

let text = "";
try {
  for await (const chunk of client.generateStream(process.argv[2] ?? "Write 40 words about rivers", {
    signal: deadline,
  })) {
    // The stream failed and restarts: discard the text so far.
    if (chunk.type === "restart") text = "";
    text += chunk.textDelta;
  }
  console.log(text);
} catch (error) {
  if (!isGeminiError(error)) throw error;
  process.exitCode = 1;
  if (error.code === "quota_exhausted") console.error(`Out of quota until ${error.resetAt?.toISOString() ?? "later"}`);
  else if (deadline.aborted) console.error(`Not done by the deadline; so far: ${text.length} characters`);
  else console.error(`${error.code}: ${error.message}`);
}
await client.close();
