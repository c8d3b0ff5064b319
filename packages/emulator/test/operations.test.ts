import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { codeAssistEndpoints } from "../src/code-assist/endpoints.ts";
import { geminiApiEndpoints } from "../src/gemini-api/endpoints.ts";
import { oauthEndpoints } from "../src/oauth/endpoints.ts";
import { operations } from "../src/operations.ts";
import { vertexEndpoints } from "../src/vertex/endpoints.ts";

const endpoints = [...oauthEndpoints, ...codeAssistEndpoints, ...geminiApiEndpoints, ...vertexEndpoints];
const services = ["oauth", "code-assist", "gemini-api", "vertex"] as const;

test.each(services)("a matcher may name the operations that %s has, and no others", (service) => {
  const served = endpoints.filter(({ backend }) => backend === service).map(({ operation }) => operation);
  expect([...operations[service]].sort()).toEqual([...new Set(served)].sort());
});

test("the README names every operation", async () => {
  const readme = await readFile(join(import.meta.dirname, "../README.md"), "utf8");
  const table = readme.slice(readme.indexOf("| service |"), readme.indexOf("The script does arithmetic"));
  const missing = Object.values(operations)
    .flat()
    .filter((operation) => !table.includes(`\`${operation}\``));
  expect(missing).toEqual([]);
});
