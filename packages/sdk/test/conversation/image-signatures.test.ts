import { describe, expect, it } from "vitest";
import type { Content, Part } from "../../src/index.ts";
import { start } from "../client/support/ways.ts";
import { model, scripted, user, verdictOn } from "./support/scripted.ts";

const PLACEHOLDER = "skip_thought_signature_validator";
const SIGNATURE = "ZmFrZS1zaWduYXR1cmU=";
const IMAGE_MODEL = "gemini-3.1-flash-image";

const image: Part = { inlineData: { mimeType: "image/png", data: "Y2FuYXJ5" } };
const signed = (part: Part): Part => ({ ...part, thoughtSignature: SIGNATURE });
const draw = user({ text: "Draw a canary" });
const again = user({ text: "Larger" });

/** What a model gets of contents: each part by its signature. */
async function signaturesSent(contents: readonly Content[], asked: string): Promise<unknown[][]> {
  const { client, sent } = await scripted([[{ text: "Fine." }]], { model: asked });
  await client.generate(contents);
  return (sent()[0] ?? []).map(({ parts = [] }) => parts.map(({ thoughtSignature }) => thoughtSignature));
}

/** Turns of the model as an image model gets them. */
const TURNS: readonly (readonly [string, readonly Part[], readonly unknown[]])[] = [
  ["an image", [image], [PLACEHOLDER]],
  ["an image with its signature", [signed(image)], [SIGNATURE]],
  ["a text", [{ text: "Here it is. canary" }], [PLACEHOLDER]],
  [
    "a text, images and text between them",
    [{ text: "One" }, image, { text: "Two" }, image],
    [PLACEHOLDER, PLACEHOLDER, undefined, PLACEHOLDER],
  ],
  [
    "some signatures",
    [signed({ text: "One" }), image, { text: "Two" }, signed(image)],
    [SIGNATURE, PLACEHOLDER, undefined, SIGNATURE],
  ],
  ["thoughts, which are not sent", [{ ...image, thought: true }, { text: "Hm", thought: true }, image], [PLACEHOLDER]],
  ["a file", [{ fileData: { mimeType: "image/png", fileUri: "gs://canary/1.png" } }], [PLACEHOLDER]],
  ["a sound", [{ text: "La" }, { inlineData: { mimeType: "audio/wav", data: "Y2FuYXJ5" } }], [PLACEHOLDER, undefined]],
];

describe("F350 an image model gets a turn without signatures", () => {
  it.each(TURNS)("of %s", async (_, parts, expected) => {
    for (const name of [IMAGE_MODEL, "models/gemini-3-pro-image-preview"]) {
      expect(await signaturesSent([draw, model(...parts), again], name)).toEqual([[undefined], expected, [undefined]]);
    }
  });

  it("and the emulator refuses it as the Gemini API does, unless it has the placeholder", async () => {
    const bare = [draw, model({ text: "One" }, image), again];
    expect(await verdictOn(bare, IMAGE_MODEL)).toMatch(
      /^Text part is missing a thought_signature in content position 2, part position 1\./,
    );
    expect(await verdictOn([draw, model(signed({ text: "One" }), image), again], IMAGE_MODEL)).toMatch(
      /^Image part is missing a thought_signature in content position 2, part position 2\./,
    );
    const { client, sent } = await scripted([[{ text: "Fine." }]], { model: IMAGE_MODEL });
    await client.generate(bare);
    expect(await verdictOn(sent()[0], IMAGE_MODEL)).toBe("accepted");
  });

  it.each(["gemini-2.5-flash-image", "gemini-3.8-flash", "gemini-4-argon", "imagen-4"])("but not %s", async (name) => {
    const sent = await signaturesSent([draw, model({ text: "One" }, image), again], name);
    expect(sent.flat()).toEqual([undefined, undefined, undefined, undefined]);
  });
});

describe("F350 a chat goes on with an image model", () => {
  it.each([["gemini-2.5-flash-image"], ["gemini-3.8-flash"], ["gemini-3-pro-image"]])("after %s", async (first) => {
    const { emulator, client, requests } = await start();
    emulator.next([{ events: [{ candidates: [{ content: model(image), finishReason: "STOP" }] }] }]);
    const chat = client().chat();
    await chat.sendMessage("Draw a canary", { model: first });
    await chat.sendMessage("Larger", { model: IMAGE_MODEL });
    await chat.sendMessage("Smaller", { model: IMAGE_MODEL });
    const [, second, third] = requests().map(({ contents }) => contents[1]?.parts[0]);
    expect(second).toEqual({ ...image, thoughtSignature: PLACEHOLDER });
    expect(third).toEqual(second);
    expect(chat.history[1]).toEqual(model(image));
  });

  it("that replaces a retired one as a fallback model", async () => {
    const { emulator, client, requests } = await start();
    emulator.next([
      { events: [{ candidates: [{ content: model({ text: "Here. " }, image), finishReason: "STOP" }] }] },
      { error: "model-not-found" },
    ]);
    const chat = client({ model: "gemini-2.5-flash-image", fallbackModels: [IMAGE_MODEL] }).chat();
    await chat.sendMessage("Draw a canary");
    const { text } = await chat.sendMessage("What is 2 + 2?");
    expect(text).toContain("4");
    const last = requests().at(-1);
    expect(last?.model).toBe(IMAGE_MODEL);
    expect(last?.contents[1]?.parts.map(({ thoughtSignature }) => thoughtSignature)).toEqual([
      PLACEHOLDER,
      PLACEHOLDER,
    ]);
  });
});
