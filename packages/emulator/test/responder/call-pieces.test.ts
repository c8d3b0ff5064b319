import { expect, test } from "vitest";
import { parseEvents, say, startEmulator } from "../support/start-emulator.ts";

const path = (operation: string) =>
  `/v1/projects/fake-project/locations/global/publishers/google/models/gemini-3.8-flash:${operation}`;
const declared = { functionDeclarations: [{ name: "plan" }] };
const request = (streamFunctionCallArguments?: boolean) => ({
  contents: [say("Plan it.")],
  tools: [declared],
  toolConfig: { functionCallingConfig: { mode: "ANY", streamFunctionCallArguments } },
});

async function eventsOf(call: object, streamFunctionCallArguments?: boolean) {
  const { emulator, url, bearer } = await startEmulator();
  emulator.next({ functionCall: call as { name: string } });
  const response = await fetch(`${url}${path("streamGenerateContent?alt=sse")}`, {
    method: "POST",
    headers: { "content-type": "application/json", ...bearer },
    body: JSON.stringify(request(streamFunctionCallArguments)),
  });
  return parseEvents(await response.text());
}

const partsOf = (events: Awaited<ReturnType<typeof eventsOf>>) =>
  events.flatMap(({ candidates }) => candidates[0].content?.parts ?? []);

test("the arguments of a call come in pieces if the request asks for it", async () => {
  const args = {
    city: "New York City",
    "x y": [1.5, { deep: true }, null],
    none: [{ of: [] }, {}],
    $: "",
  };
  const events = await eventsOf({ name: "plan", args }, true);
  const piece = (...partialArgs: readonly object[]) => ({ functionCall: { partialArgs, willContinue: true } });
  expect(partsOf(events)).toEqual([
    { functionCall: { name: "plan", willContinue: true }, thoughtSignature: expect.any(String) },
    piece({ jsonPath: "$.city", stringValue: "New", willContinue: true }),
    piece({ jsonPath: "$.city", stringValue: " York", willContinue: true }),
    piece({ jsonPath: "$.city", stringValue: " City", willContinue: true }),
    piece({ jsonPath: "$.city", stringValue: "" }),
    piece({ jsonPath: '$["x y"][0]', numberValue: 1.5 }),
    piece({ jsonPath: '$["x y"][1].deep', boolValue: true }),
    piece({ jsonPath: '$["x y"][2]', nullValue: "NULL_VALUE" }),
    piece({ jsonPath: '$["x y"][]' }),
    piece({ jsonPath: "$.none[0].of[]" }),
    piece({ jsonPath: "$.none[1]" }),
    piece({ jsonPath: "$.none[]" }),
    piece({ jsonPath: '$["$"]', stringValue: "" }),
    { functionCall: {} },
  ]);
  expect(events.map(({ candidates }) => candidates[0].finishReason)).toEqual([...Array(13).fill(undefined), "STOP"]);
});

test("a call without arguments is one part", async () => {
  const [part, ...others] = partsOf(await eventsOf({ name: "plan", args: {} }, true));
  expect(part.functionCall).toEqual({ name: "plan" });
  expect(others).toEqual([]);
});

test.each([
  ["the request does not ask for it", { city: "a b" }, undefined],
  ["the request turns it off", { city: "a b" }, false],
])("the call is whole if %s", async (_, args, asked) => {
  expect(partsOf(await eventsOf({ name: "plan", args }, asked))).toMatchObject([
    { functionCall: { name: "plan", args } },
  ]);
});

test("a response that is not streamed has whole calls", async () => {
  const { emulator, post } = await startEmulator();
  emulator.next({ functionCall: { name: "plan", args: { city: "a b" } } });
  const { body } = await post(path("generateContent"), request(true));
  expect(body.candidates[0].content.parts).toMatchObject([{ functionCall: { name: "plan", args: { city: "a b" } } }]);
});
