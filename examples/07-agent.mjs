// An agent that books flights: it looks up prices on its own, asks before it pays, and continues after a failure.
// Run: node examples/07-agent.mjs 'List prices to Rome and book flight "AZ204"' (add --yes after the prompt to allow everything)
import { createInterface } from "node:readline/promises";
import { GeminiClient, isGeminiError, tool } from "gemini-ts";

const listPrices = tool({
  name: "list_prices",
  description: "Lists the prices of flights to a city.",
  parameters: { type: "object", properties: { city: { type: "string" } }, required: ["city"] },
  execute: ({ city }) => (city === "Rome" ? { AZ204: 120, BA117: 95 } : {}),
});
const bookFlight = tool({
  name: "book_flight",
  description: "Books a flight and pays for it.",
  parameters: { type: "object", properties: { flight: { type: "string" } }, required: ["flight"] },
  needsApproval: true,
  execute: ({ flight }) => ({ booked: flight }),
});

async function approve({ name, args }) {
  console.error(`May I call ${name}(${JSON.stringify(args)})?`);
  if (process.argv.includes("--yes")) return "allow";
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await terminal.question("yes, or why not: ");
  terminal.close();
  return answer.trim() === "yes" ? "allow" : { deny: answer };
}

const client = new GeminiClient({ model: "gemini-3.8-flash", tools: [listPrices, bookFlight], toolLoop: { approve } });
const chat = client.chat();
const prompt = process.argv[2] ?? 'List prices to Rome and book flight "AZ204"';
const response = await chat.sendMessage(prompt).catch((error) => {
  if (!chat.canResume || !isGeminiError(error) || !error.retryable) throw error;
  return chat.resume(); // No function runs twice.
});
console.log(response.text);
for (const { calls } of response.steps) for (const { name } of calls) console.log(`- called ${name}`);
await client.close();
