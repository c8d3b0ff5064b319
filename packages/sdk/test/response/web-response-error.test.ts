import { expect, test } from "vitest";
import { asGeminiError, clientAt } from "../support/clients.ts";
import { startRawServer } from "../support/raw-server.ts";
import { answer, chunk, event, lastChunk, streamHead } from "../support/replies.ts";

/** A stream that ends without a finish reason. */
async function truncatedStream() {
  const body = `${streamHead()}${chunk(event(answer("canary-answer")))}${lastChunk}`;
  const server = await startRawServer(({ socket }) => socket.write(body));
  return clientAt(server.url).generateStream("canary-prompt");
}

const lastEvent = (body: string) => body.trimEnd().split("\n\n").at(-1);
const failed = (message: string) => `event: error\ndata: {"code":"stream_interrupted","message":"${message}"}`;

test("a body ends with the caller's own message, if there is one, and the error's code", async () => {
  const seen: unknown[] = [];
  const errorMessage = (error: Error) => {
    seen.push(error);
    return "Something went wrong.";
  };
  const response = (await truncatedStream()).toResponse({ errorMessage });
  expect(lastEvent(await response.text())).toBe(failed("Something went wrong."));
  const body = (await truncatedStream()).toReadableStream({ errorMessage });
  expect(lastEvent(await new Response(body as ReadableStream).text())).toBe(failed("Something went wrong."));
  expect(seen.map((error) => asGeminiError(error).code)).toEqual(["stream_interrupted", "stream_interrupted"]);
});

test("a body says nothing of an error if the caller's function throws", async () => {
  const errorMessage = () => {
    throw new Error("canary");
  };
  const response = (await truncatedStream()).toResponse({ errorMessage });
  expect(lastEvent(await response.text())).toBe(failed("The stream failed."));
});

test("F377 a body says nothing of an error if the caller's function returns no string", async () => {
  const reject = async () => {
    throw new Error("canary");
  };
  for (const errorMessage of [async () => "canary", reject, () => undefined, () => ({ message: "canary" })]) {
    const response = (await truncatedStream()).toResponse({ errorMessage: errorMessage as never });
    expect(lastEvent(await response.text())).toBe(failed("The stream failed."));
  }
});

test("another value than a function is refused at once", async () => {
  const stream = await truncatedStream();
  expect(() => stream.toResponse({ errorMessage: "canary" as never })).toThrow(
    "Option `errorMessage` got a string. It takes a function.",
  );
  expect(await stream.toResponse().text()).toContain("event: error");
});

test("F293 headers whose value is missing or no string are refused at once", async () => {
  const stream = await truncatedStream();
  for (const value of [undefined, null, 5]) {
    for (const headers of [{ "x-own": value }, [["x-own", value]], [["x-own"]], ["ab"]]) {
      const wrong = () => stream.toResponse({ headers: headers as never });
      expect(wrong).toThrow(expect.objectContaining({ code: "invalid_options", option: "headers" }));
    }
  }
  expect(await stream.toResponse().text()).toContain("event: error");
});
