import { describe, expect, test } from "vitest";
import { apiKey, parseEvents, type Started, say, startEmulator } from "./support/start-emulator.ts";

const request = { contents: [say("My name is Alice. What is my name?")] };
const project = "fake-project-001";

const backends = [
  {
    name: "Gemini API",
    notFound: /^models\/.* is not found/,
    path: "/v1beta/models/gemini-3.5-flash-lite",
    wrap: (inner: object) => inner,
    unwrap: (body: { response?: object }) => body,
    headers: () => apiKey,
  },
  {
    name: "Vertex AI",
    notFound: /^Publisher Model .* was not found/,
    path: "/v1/projects/my-project/locations/global/publishers/google/models/gemini-3.5-flash-lite",
    wrap: (inner: object) => inner,
    unwrap: (body: { response?: object }) => body,
    headers: ({ bearer }: Started) => bearer,
  },
  {
    name: "Vertex AI, express mode",
    notFound: /^Publisher Model .* was not found/,
    path: "/v1/publishers/google/models/gemini-3.5-flash-lite",
    wrap: (inner: object) => inner,
    unwrap: (body: { response?: object }) => body,
    headers: () => apiKey,
  },
  {
    name: "Code Assist",
    notFound: /^Requested entity was not found/,
    path: "/v1internal",
    wrap: (inner: object) => ({ model: "gemini-3.5-flash-lite", project, user_prompt_id: "1", request: inner }),
    unwrap: (body: { response?: object }) => body.response,
    headers: ({ bearer }: Started) => bearer,
  },
];

describe.each(backends)("$name", ({ path, wrap, unwrap, headers, notFound }) => {
  test("answers whole", async () => {
    const started = await startEmulator();
    const { status, body } = await started.post(`${path}:generateContent`, wrap(request), headers(started));
    expect(status).toBe(200);
    expect(unwrap(body)).toMatchObject({
      candidates: [
        { content: { role: "model", parts: [{ text: "Your name is Alice." }] }, finishReason: "STOP", index: 0 },
      ],
      usageMetadata: { promptTokenCount: expect.any(Number), totalTokenCount: expect.any(Number) },
      modelVersion: "gemini-3.5-flash-lite",
      responseId: expect.any(String),
    });
  });

  test("only the last event of a stream has the finish reason and the full usage", async () => {
    const started = await startEmulator();
    const response = await fetch(`${started.url}${path}:streamGenerateContent?alt=sse`, {
      method: "POST",
      headers: headers(started),
      body: JSON.stringify(wrap(request)),
    });
    expect(response.headers.get("content-type")).toBe("text/event-stream");
    const text = await response.text();
    expect(text).toMatch(/^data: .*\r\n\r\n$/s);
    const events = parseEvents(text).map(unwrap) as {
      candidates: { content: { parts: { text: string }[] }; finishReason?: string }[];
      usageMetadata: { candidatesTokenCount?: number };
    }[];
    const candidates = events.map((event) => event.candidates[0]!);
    expect(candidates.length).toBeGreaterThan(2);
    expect(candidates.map(({ content }) => content.parts[0]?.text).join("")).toBe("Your name is Alice.");
    expect(candidates.map(({ finishReason }) => finishReason ?? "-").join("")).toMatch(/^-+STOP$/);
    expect(events[0]!.usageMetadata).not.toHaveProperty("candidatesTokenCount");
    expect(events.at(-1)!.usageMetadata.candidatesTokenCount).toBeGreaterThan(0);
  });

  test("streams a JSON array without alt=sse, errors too", async () => {
    const started = await startEmulator();
    const stream = `${path}:streamGenerateContent`;
    const { body } = await started.post(stream, wrap(request), headers(started));
    expect(body.length).toBeGreaterThan(2);
    const refused = await started.post(stream, wrap({ contents: [] }), headers(started));
    expect(refused).toMatchObject({ status: 400, body: [{ error: { status: "INVALID_ARGUMENT" } }] });
    expect(await started.post(`${stream}?alt=sse`, wrap({ contents: [] }), headers(started))).toMatchObject({
      status: 400,
      body: { error: { code: 400 } },
    });
  });

  test("a blocked prompt has no candidates", async () => {
    const started = await startEmulator();
    const blocked = wrap({ contents: [say("[[block]] this")] });
    const { body } = await started.post(`${path}:generateContent`, blocked, headers(started));
    expect(unwrap(body)).toMatchObject({ promptFeedback: { blockReason: "SAFETY" } });
    expect(unwrap(body)).not.toHaveProperty("candidates");
  });

  test("returns as many candidates as candidateCount says", async () => {
    const started = await startEmulator();
    const twice = wrap({ ...request, generationConfig: { candidateCount: 2 } });
    const { body } = await started.post(`${path}:generateContent`, twice, headers(started));
    expect(unwrap(body)).toMatchObject({ candidates: [{ index: 0 }, { index: 1 }] });
  });

  test("counts the same tokens as the usage of a response", async () => {
    const started = await startEmulator();
    const counted =
      path === "/v1internal" ? { request: { model: "models/gemini-3.5-flash-lite", ...request } } : request;
    const { body: count } = await started.post(`${path}:countTokens`, counted, headers(started));
    const { body } = await started.post(`${path}:generateContent`, wrap(request), headers(started));
    const { usageMetadata } = unwrap(body) as { usageMetadata: { promptTokenCount: number } };
    expect(count.totalTokens).toBe(usageMetadata.promptTokenCount);
  });

  test("returns 404 for names that are not Gemini models, and for all that are not in a given list", async () => {
    const ask = async (started: Started, model: string) => {
      const body = path === "/v1internal" ? { ...wrap(request), model } : wrap(request);
      return started.post(`${path.replace("gemini-3.5-flash-lite", model)}:generateContent`, body, headers(started));
    };
    const open = await startEmulator();
    expect((await ask(open, "gemini-9-ultra")).status).toBe(200);
    expect(await ask(open, "xyz")).toMatchObject({
      status: 404,
      body: { error: { status: "NOT_FOUND", message: expect.stringMatching(notFound) } },
    });
    const closed = await startEmulator({ models: ["xyz"] });
    expect((await ask(closed, "xyz")).status).toBe(200);
    expect((await ask(closed, "gemini-3.5-flash-lite")).status).toBe(404);
  });
});

test("Code Assist returns the trace id in the envelope and in a header", async () => {
  const { post } = await startEmulator();
  const body = { model: "gemini-3.5-flash-lite", project, request };
  const first = await post("/v1internal:generateContent", body);
  expect(first.body.traceId).toBe(first.headers.get("x-cloudaicompanion-trace-id"));
  const second = await post("/v1internal:generateContent", body);
  expect(second.body.traceId).not.toBe(first.body.traceId);
});

test("thought parts come first", async () => {
  const { post } = await startEmulator();
  const config = { thinkingConfig: { includeThoughts: true, thinkingBudget: 1024 } };
  const { body } = await post(
    "/v1beta/models/gemini-3.5-flash-lite:generateContent",
    { ...request, generationConfig: config },
    apiKey,
  );
  const parts: { thought?: boolean }[] = body.candidates[0].content.parts;
  expect(parts[0]?.thought).toBe(true);
  expect(parts.at(-1)?.thought).toBeUndefined();
  expect(body.usageMetadata.thoughtsTokenCount).toBeGreaterThan(0);
});

test("an image model of Gemini 3 needs the signature that the emulator returned, on the Gemini API", async () => {
  const { emulator, post } = await startEmulator();
  const path = "/v1beta/models/gemini-3-pro-image:generateContent";
  const prompt = say("What is 2 + 2?");
  const { body } = await post(path, { contents: [prompt] }, apiKey);
  const turn = body.candidates[0].content;
  expect(await post(path, { contents: [prompt, turn, prompt] }, apiKey)).toMatchObject({ status: 200 });
  const unsigned = { role: "model", parts: [{ text: turn.parts[0].text }] };
  expect(await post(path, { contents: [prompt, unsigned, prompt] }, apiKey)).toMatchObject({
    status: 400,
    body: { error: { message: expect.stringContaining("Text part is missing a thought_signature") } },
  });
  emulator.next({ text: "I look.", functionCall: { name: "look", args: {} } });
  const { candidates } = (await post(path, { contents: [prompt] }, apiKey)).body;
  const [said, call] = candidates[0].content.parts;
  expect([said.thoughtSignature, call.thoughtSignature]).toEqual([expect.any(String), expect.any(String)]);
  const older = "/v1beta/models/gemini-2.5-flash-image:generateContent";
  expect(await post(older, { contents: [prompt, unsigned, prompt] }, apiKey)).toMatchObject({ status: 200 });
});

test("a Gemini 3 tool turn needs the signature that the emulator returned", async () => {
  const { post } = await startEmulator();
  const path = "/v1beta/models/gemini-3.1-pro-preview:generateContent";
  const tools = [
    {
      functionDeclarations: [
        {
          name: "get_weather",
          description: "Weather of a city",
          parametersJsonSchema: { type: "object", properties: { city: { type: "string" } }, required: ["city"] },
        },
      ],
    },
  ];
  const prompt = say("What is the weather in Paris?");
  const asked = await post(path, { contents: [prompt], tools }, apiKey);
  const turn = asked.body.candidates[0].content;
  const call = turn.parts.find((part: { functionCall?: object }) => part.functionCall).functionCall;
  const result = { role: "user", parts: [{ functionResponse: { name: call.name, response: { output: "sunny" } } }] };
  const answered = await post(path, { contents: [prompt, turn, result], tools }, apiKey);
  expect(answered.body.candidates[0].finishReason).toBe("STOP");
  const unsigned = { role: "model", parts: [{ functionCall: call }] };
  expect(await post(path, { contents: [prompt, unsigned, result], tools }, apiKey)).toMatchObject({
    status: 400,
    body: { error: { message: expect.stringContaining("thought_signature") } },
  });
});
