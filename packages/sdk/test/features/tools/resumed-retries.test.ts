import type { Fault } from "@gemini-ts/emulator";
import { describe, expect, it } from "vitest";
import type { GenerateContentStream, PromptContent } from "../../../src/index.ts";
import { calls, counted, startAgent } from "./support/agent.ts";

const approve = { toolLoop: { approve: () => "allow" as const } };

/** A paused exchange, with the ways to continue it as a stream, and what the model call after the function gets first. */
async function paused(fault: Fault) {
  const agent = await startAgent([calls("work"), fault, { text: "Done." }]);
  const work = counted("work", undefined, { needsApproval: true });
  const retry = { initialDelayMs: 1 };
  const client = agent.client({ tools: [work.tool], retry, fallbackModels: ["gemini-3.5-flash-lite"] });
  const chat = client.chat();
  await chat.sendMessage("canary");
  const contents = chat.contents as readonly PromptContent[];
  return {
    work,
    ways: {
      resumeStream: () => chat.resumeStream(approve),
      generateStream: () => client.generateStream([...contents], approve),
    },
  };
}

async function read(stream: GenerateContentStream): Promise<readonly string[]> {
  const types: string[] = [];
  for await (const { type, textDelta } of stream) types.push(type === "content" ? textDelta : type);
  return types;
}

describe.each(["resumeStream", "generateStream"] as const)("F365 %s, whose reader got results of functions", (way) => {
  it.each<[string, Fault]>([
    ["retries a failure", { error: "overloaded" }],
    ["retries a broken connection", { reset: "before-headers" }],
    ["asks the next model", { error: "per-day" }],
  ])("%s", async (_, fault) => {
    const { work, ways } = await paused(fault);
    const stream: GenerateContentStream = ways[way]();
    expect(await read(stream)).toEqual(["tool-call", "tool-result", "Done."]);
    expect((await stream.response()).text).toBe("Done.");
    expect(work.runs).toHaveLength(1);
  });

  it("sends once more without signatures of another model", async () => {
    const { work, ways } = await paused({
      status: 400,
      body: { error: { code: 400, status: "INVALID_ARGUMENT", message: "Corrupted thought signature." } },
    });
    expect(await read(ways[way]())).toEqual(["tool-call", "tool-result", "Done."]);
    expect(work.runs).toHaveLength(1);
  });
});
