// Asks one question. Repeated calls of query() share the sign-in and the connections, and nothing has to be closed.
// Run: node examples/01-ask.mjs "Why is the sky blue?"
import { isGeminiError, query } from "gemini-ts";

const prompt = process.argv[2] ?? "Explain quantum computing in one sentence";
try {
  const { text, usageMetadata } = await query(prompt);
  console.log(text);
  console.error(`(${usageMetadata?.totalTokenCount} tokens)`);
} catch (error) {
  if (!isGeminiError(error)) throw error;
  console.error(`${error.code}: ${error.message}`);
  process.exitCode = 1;
}
