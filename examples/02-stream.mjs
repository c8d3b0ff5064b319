// Prints an answer while it is generated, then inspects the complete response.
// Run: node examples/02-stream.mjs "Write a haiku about rivers"
import { GeminiClient } from "gemini-ts";

const client = new GeminiClient({ model: "gemini-3.8-flash" });
const stream = client.generateStream(process.argv[2] ?? "Write 40 words about rivers");

for await (const chunk of stream) process.stdout.write(chunk.textDelta);

const whole = await stream.response();
console.log(`\n\n${whole.finishReason}, ${whole.usageMetadata?.candidatesTokenCount} tokens, by ${whole.modelVersion}`);
if (whole.truncated) console.log("The answer is truncated: raise maxOutputTokens.");
await client.close();
