// The snippets of the README, line by line. Only the emulator's address and key come from the environment.
import { createEmulator } from "@gemini-ts/emulator";
import { GeminiClient, geminiApi, query, queryStream } from "gemini-ts";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";

/** The day after Google retires Gemini 2.5 Pro and Flash on the Gemini API. */
const now = () => Date.UTC(2026, 11, 2);
const server = createEmulator({ now });
const CHOOSING = ["GOOGLE_GENAI_USE_GCA", "GOOGLE_GENAI_USE_VERTEXAI", "GOOGLE_API_KEY", "GEMINI_MODEL"];

beforeAll(async () => {
  for (const name of CHOOSING) vi.stubEnv(name, "");
  vi.stubEnv("GEMINI_API_KEY", "fake-key");
  vi.stubEnv("GOOGLE_GEMINI_BASE_URL", await server.listen());
});

afterAll(async () => {
  vi.unstubAllEnvs();
  await server.close();
});

describe("the README's snippets", () => {
  it("asks, streaming or not", async () => {
    const written: string[] = [];
    const process = { stdout: { write: (text: string) => written.push(text) } };

    const client = new GeminiClient();

    const answer = await client.sendMessage("What is 2+2?");

    for await (const chunk of client.sendMessageStream("Hello!")) process.stdout.write(chunk.textDelta);

    await client.close(); // or: await using client = new GeminiClient()

    expect(written.length).toBeGreaterThan(2);
    expect(written.join("")).toBe("Hello! How can I help you?");
    expect(answer.text).toBe("2 + 2 = 4.");
    expect(answer.usageMetadata?.totalTokenCount).toBeGreaterThan(5);
    expect(server.calls.map(({ model }) => model)).toEqual(["gemini-3.8-flash", "gemini-3.8-flash"]);
  });

  it("takes options", async () => {
    await using client = new GeminiClient({
      model: "gemini-3.8-flash",
      temperature: 0.2,
      maxOutputTokens: 1000,
      systemPrompt: "Be concise.",
    });
    const answer = await client.sendMessage("What is 17 * 23?", { thinkingLevel: "HIGH" });

    expect(answer.thinking).toContain("17 * 23");
    expect(answer.text).toContain("391");
    expect(server.calls.at(-1)).toMatchObject({
      model: "gemini-3.8-flash",
      body: {
        systemInstruction: { parts: [{ text: "Be concise." }] },
        generationConfig: {
          temperature: 0.2,
          maxOutputTokens: 1000,
          thinkingConfig: { thinkingLevel: "HIGH", includeThoughts: true },
        },
      },
    });
  });

  it("asks once", async () => {
    const { text } = await query("Explain quantum computing in one sentence");

    expect(text).toMatch(/^.*quantum.*\.$/i);

    let streamed = "";
    for await (const chunk of queryStream("Explain quantum computing in one sentence")) streamed += chunk.textDelta;
    expect(streamed).toBe(text);
  });

  it("asks once, and refuses a history, which it would not send", async () => {
    const history = [{ role: "user", parts: [{ text: "My name is Alice." }] }];
    const refusal = { code: "invalid_options", message: expect.stringContaining("`history`") };
    await expect(query("What is my name?", { history })).rejects.toMatchObject(refusal);
    expect(() => queryStream("What is my name?", { history })).toThrow(expect.objectContaining(refusal));
    const question = { role: "user", parts: [{ text: "What is my name?" }] };
    expect((await query([...history, question])).text).toBe("Your name is Alice.");
  });

  it("holds a conversation, and forgets it", async () => {
    await using client = new GeminiClient();

    await client.sendMessage("My name is Alice.");
    const answer = await client.sendMessage("What is my name?");
    expect(answer.text).toBe("Your name is Alice.");
    expect(client.history.length).toBe(4);

    client.clearHistory();
    expect(client.history.length).toBe(0);
    expect((await client.sendMessage("What is my name?")).text).not.toContain("Alice");
  });

  it("tests without an account", async () => {
    const emulator = createEmulator();
    const client = new GeminiClient({ backend: geminiApi({ apiKey: "fake-key" }), fetch: emulator.fetch });

    expect((await client.sendMessage("What is 2+2?")).text).toBe("2 + 2 = 4.");
    expect(emulator.calls).toHaveLength(1);
  });
});
