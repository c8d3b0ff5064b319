import fc from "fast-check";
import { expect, test } from "vitest";
import type { FunctionCall } from "../../src/index.ts";
import { type Way, ways } from "../client/support/ways.ts";

test("F107 whatever arguments the emulator streams, the response has them complete", async () => {
  const started = await (ways.find(({ way }) => way === "vertex") as Way).start();
  const client = started.client({ model: "gemini-3.8-flash" });
  const extraRequest = {
    tools: [{ functionDeclarations: [{ name: "find" }] }],
    toolConfig: { functionCallingConfig: { mode: "ANY", streamFunctionCallArguments: true } },
  };
  const jsonArgs = fc.dictionary(
    fc.string({ unit: "grapheme" }),
    fc.jsonValue({ maxDepth: 2, noUnicodeString: false }),
    { maxKeys: 4 },
  );
  await fc.assert(
    fc.asyncProperty(jsonArgs, async (given) => {
      const whole = JSON.parse(JSON.stringify(given));
      started.emulator.next([{ functionCall: { name: "find", args: whole } }, { text: "canary-ok" }]);
      const chat = client.chat({ extraRequest });
      const stream = chat.sendMessageStream("canary-prompt");
      expect((await stream.response()).functionCalls).toHaveLength(1);
      await chat.sendMessage({ functionResponse: { name: "find", response: {} } });
      // Not `args` of the response, which has integers beyond 2^53 as strings.
      const sent = started.requests().at(-1)?.contents[1]?.parts[0]?.functionCall as FunctionCall;
      expect({ args: {}, ...sent }).toEqual({ name: "find", args: whole });
    }),
    { numRuns: 25, seed: 1 },
  );
});
