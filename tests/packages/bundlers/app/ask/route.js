import { GeminiClient } from "gemini-ts";

export const dynamic = "force-dynamic";

/** The key and the server come from the environment. */
export async function GET() {
  const client = new GeminiClient();
  const answer = await client.generate("What is 2+2?");
  await client.close();
  return new Response(answer.text);
}
