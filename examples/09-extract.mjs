// Extracts a record from each text of a folder, three at a time, as lines of JSON. Failures are reported, never half written.
// Run: node examples/09-extract.mjs [folder] > invoices.jsonl
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { GeminiClient, isGeminiError } from "gemini-ts";

// JSON Schema, so that the example needs no other package. z.object({ … }) of Zod works too, and gives the object its type.
const invoice = {
  type: "object",
  properties: {
    number: { type: "string", description: "The number of the invoice, without words" },
    customer: { type: "string", description: "Who has to pay" },
    total: { type: "number" },
    currency: { type: "string", enum: ["EUR", "GBP", "USD"] },
    due: { type: ["string", "null"], description: "YYYY-MM-DD; null if no day is named" },
  },
  required: ["number", "customer", "total", "currency", "due"],
  additionalProperties: false,
};

const folder = process.argv[2] ?? join(import.meta.dirname, "invoices");
const names = (await readdir(folder)).filter((name) => name.endsWith(".txt")).sort();
const client = new GeminiClient({ model: "gemini-3.8-flash", systemPrompt: "Extract the invoice from the text." });

async function extract(name) {
  try {
    const { object } = await client.generate(await readFile(join(folder, name), "utf8"), { schema: invoice });
    console.log(JSON.stringify({ file: name, ...object }));
  } catch (error) {
    if (!isGeminiError(error) || error.group !== "content") throw error;
    console.error(`${name}: ${error.message}`);
  }
}

const waiting = names.values();
const worker = async () => {
  for (const name of waiting) await extract(name);
};
await Promise.all([worker(), worker(), worker()]);
await client.close();
