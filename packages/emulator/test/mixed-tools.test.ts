import { describe, expect, test } from "vitest";
import { apiKey, say, startEmulator } from "./support/start-emulator.ts";

const own = { functionDeclarations: [{ name: "f" }] };
const allowed = { includeServerSideToolInvocations: true };
const vertex = "/v1/projects/p/locations/global/publishers/google/models";

async function send(model: string, request: object, onVertex = false) {
  const { post, bearer } = await startEmulator({ now: () => Date.UTC(2026, 9, 1) });
  const path = `${onVertex ? vertex : "/v1beta/models"}/${model}:generateContent`;
  const { status, body } = await post(path, { contents: [say("Hi")], ...request }, onVertex ? bearer : apiKey);
  return status === 200 ? status : [status, body.error.message];
}

describe.each(["googleSearch", "urlContext", "codeExecution"])("F267 functions beside %s", (name) => {
  const tools = [{ [name]: {} }, own];

  test("need a flag on the Gemini API from Gemini 3 on", async () => {
    const message =
      "Please enable tool_config.include_server_side_tool_invocations to use Built-in tools with Function calling.";
    expect(await send("gemini-3.8-flash", { tools })).toEqual([400, message]);
    expect(await send("gemini-3.8-flash", { tools, toolConfig: allowed })).toBe(200);
  });

  test("are accepted by Vertex AI from Gemini 3 on", async () => {
    expect(await send("gemini-3.8-flash", { tools }, true)).toBe(200);
  });

  test("are refused before Gemini 3", async () => {
    const message = "Tool use with function calling is unsupported by the model.";
    expect(await send("gemini-2.5-flash", { tools, toolConfig: allowed })).toEqual([400, message]);
    const ofVertex = "Multiple tools are supported only when they are all search tools.";
    expect(await send("gemini-2.5-flash", { tools }, true)).toEqual([400, ofVertex]);
  });
});

test("Google's tools alone need no flag", async () => {
  expect(await send("gemini-3.8-flash", { tools: [{ googleSearch: {} }, { urlContext: {} }] })).toBe(200);
});
