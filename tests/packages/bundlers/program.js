// Prints one answer, or the error. The first argument names the backend; servers and credentials come from the
// environment. CommonJS builds have no top-level await, so the program has a main function.

import { GeminiClient, geminiApi, vertex } from "gemini-ts";

async function main() {
  const backend =
    process.argv[2] === "vertex" ? vertex({ project: "fake-project" }) : geminiApi({ apiKey: "fake-key" });
  const client = new GeminiClient({ backend });
  const printed = await client.generate("What is 2+2?").then(
    ({ text }) => text,
    ({ code, message }) => `${code}: ${message}`,
  );
  await client.close();
  console.log(printed);
}

void main();
