import { readFile } from "node:fs/promises";
import type { JsonSchema } from "gemini-ts";
import { type CommandFailure, usageFailure } from "../failure/command-failure.ts";

/** Reads the JSON Schema in a file. Throws a CommandFailure if there is none. */
export async function readSchema(path: string): Promise<JsonSchema> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown";
    throw usageFailure(`The file of --schema cannot be read (${code}): ${path}`, "Check the path.");
  }
  let schema: unknown;
  try {
    schema = JSON.parse(text.replace(/^\ufeff/, ""));
  } catch {
    throw noSchema(path, "is not JSON");
  }
  if (typeof schema !== "object" || schema === null || Array.isArray(schema)) throw noSchema(path, "holds no object");
  return schema as JsonSchema;
}

function noSchema(path: string, problem: string): CommandFailure {
  const remedy = 'It takes JSON Schema, such as {"type": "object", "properties": {"city": {"type": "string"}}}.';
  return usageFailure(`The file of --schema ${problem}: ${path}`, remedy);
}
