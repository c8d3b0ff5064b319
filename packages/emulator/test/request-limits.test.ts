import { expect, test } from "vitest";
import { path } from "./support/raw-exchange.ts";
import { apiKey, say, startEmulator } from "./support/start-emulator.ts";

test("a request larger than the limit is refused, with the limit in bytes", async () => {
  const { post } = await startEmulator({ requestLimitBytes: 1_000 });
  const body = (length: number) => JSON.stringify({ contents: [say("é".repeat(length))] });
  expect((await post(path, body(400), apiKey)).status).toBe(200);
  expect(await post(path, body(600), apiKey)).toMatchObject({
    status: 400,
    body: {
      error: { status: "INVALID_ARGUMENT", message: "Request payload size exceeds the limit: 1000 bytes." },
    },
  });
});

test("the default limit is 100 MB: 20 MB are accepted", async () => {
  const { post } = await startEmulator();
  const data = "A".repeat(21_000_000);
  const contents = [{ parts: [{ inlineData: { mimeType: "image/png", data } }] }];
  expect((await post(path, { contents }, apiKey)).status).toBe(200);
});

async function signed(model: string) {
  const { post } = await startEmulator();
  const question = say("Think about nothing.");
  const generate = (name: string, contents: readonly object[]) =>
    post(
      `/v1beta/models/${name}:generateContent`,
      { contents, generationConfig: { thinkingConfig: { includeThoughts: true } } },
      apiKey,
    );
  const { body } = await generate(model, [question]);
  const turn = body.candidates[0].content;
  expect(JSON.stringify(turn)).toContain("thoughtSignature");
  return { post, generate, turn, contents: [question, turn, say("And now?")] };
}

test("a thought signature is valid only for the model that returned it", async () => {
  const { generate, contents } = await signed("gemini-3-flash-preview");
  expect((await generate("gemini-3-flash-preview", contents)).status).toBe(200);
  for (const other of ["gemini-3-flash", "gemini-3.8-flash"]) {
    expect(await generate(other, contents)).toMatchObject({
      status: 400,
      body: { error: { status: "INVALID_ARGUMENT", message: "Corrupted thought signature." } },
    });
  }
});

test("a thought signature is not valid for another service", async () => {
  const { contents, post } = await signed("gemini-3.8-flash");
  const path = "/v1/projects/fake-mine/locations/global/publishers/google/models/gemini-3.8-flash:generateContent";
  expect(await post(path, { contents })).toMatchObject({
    status: 400,
    body: { error: { message: "Corrupted thought signature." } },
  });
});

test("a truncated thought signature is refused", async () => {
  const { generate, turn, contents } = await signed("gemini-3.8-flash");
  const cut = (part: { thoughtSignature?: string }) =>
    part.thoughtSignature ? { ...part, thoughtSignature: part.thoughtSignature.slice(0, -4) } : part;
  const changed = { ...turn, parts: turn.parts.map(cut) };
  expect(await generate("gemini-3.8-flash", [contents[0], changed, contents[2]])).toMatchObject({ status: 400 });
});
