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
    throw usageFailure(`The --schema file cannot be read (${code}): ${path}`, "Check the path.");
  }
  let schema: unknown;
  try {
    schema = JSON.parse(text.replace(/^\ufeff/, ""));
  } catch {
    throw noSchema(path, "is not JSON");
  }
  if (typeof schema !== "object" || schema === null || Array.isArray(schema))
    throw noSchema(path, "is not a JSON object");
  return schema as JsonSchema;
}

function noSchema(path: string, problem: string): CommandFailure {
  const remedy =
    'It must contain a JSON Schema, such as {"type": "object", "properties": {"city": {"type": "string"}}}.';
  return usageFailure(`The --schema file ${problem}: ${path}`, remedy);
}
