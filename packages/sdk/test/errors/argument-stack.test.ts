import { expect, onTestFinished, test } from "vitest";
import {
  codeAssist,
  createFileTokenCache,
  GeminiClient,
  geminiApi,
  googleMaps,
  googleSearch,
  mcpTools,
  query,
  queryStream,
  schemaReport,
  tool,
  vertex,
} from "../../src/index.ts";
import { clientAt } from "../support/clients.ts";

const URL = "http://127.0.0.1:1";
/** A value that no option takes. */
const wrong: never = { nope: 1 } as never;

type Client = ReturnType<typeof clientAt>;

/** Public functions with a wrong argument. Each is called in a function named `program`. */
const calls: readonly [string, (client: Client) => unknown][] = [
  ["new GeminiClient()", () => new GeminiClient(wrong)],
  ["new GeminiClient() with a history", () => new GeminiClient({ history: [{ role: "user", parts: [5 as never] }] })],
  ["geminiApi()", () => geminiApi(wrong)],
  ["geminiApi() with an address", () => geminiApi({ baseUrl: "http://fake.invalid" })],
  ["vertex()", () => vertex(wrong)],
  ["codeAssist()", () => codeAssist(wrong)],
  ["createFileTokenCache()", () => createFileTokenCache(wrong)],
  ["tool()", () => tool({ name: wrong })],
  ["googleSearch()", () => googleSearch(5 as never)],
  ["googleMaps()", () => googleMaps(5 as never)],
  ["mcpTools()", () => mcpTools(wrong)],
  ["schemaReport()", () => schemaReport({ type: "string", $ref: "#/nowhere" })],
  ["query()", () => query("Hi", wrong)],
  ["query() with a prompt", () => query("")],
  ["queryStream()", () => queryStream("Hi", wrong)],
  ["queryStream() with a prompt", () => queryStream("").response()],
  ["client.fork()", (client) => Reflect.apply(client.fork, client, [{}])],
  ["client.chat()", (client) => client.chat(wrong)],
  ["client.chat() with a history", (client) => client.chat({ history: [{ role: "user", parts: [5 as never] }] })],
  ["generate()", (client) => client.generate("Hi", { temperature: 5 })],
  ["generate() with a wrong part", (client) => client.generate([{ inlineData: { mimeType: "a/b", data: "%" } }])],
  ["generateStream()", (client) => client.generateStream("Hi", { temperature: 5 }).response()],
  ["generateStream() in a loop", (client) => client.generateStream("")[Symbol.asyncIterator]().next()],
  ["sendMessage()", (client) => client.chat().sendMessage("Hi", { timeouts: wrong })],
  ["sendMessageStream()", (client) => client.chat().sendMessageStream("").response()],
  ["sendMessage() of a client", (client) => client.sendMessage("Hi", { temperature: 5 })],
  ["sendMessageStream() of a client", (client) => client.sendMessageStream("").response()],
  ["resume()", (client) => client.chat().resume(wrong)],
  ["resumeStream()", (client) => client.chat().resumeStream(wrong).response()],
  ["setHistory()", (client) => client.chat().setHistory(wrong)],
  ["rewind()", (client) => client.chat().rewind(0)],
  ["chat.fork()", (client) => client.chat().fork(wrong)],
  ["stream.cancel()", (client) => client.generateStream("Hi").cancel(wrong)],
  ["stream.toReadableStream()", (client) => client.generateStream("Hi").toReadableStream(wrong)],
  ["stream.toResponse()", (client) => client.generateStream("Hi").toResponse({ headers: { "": "" } })],
];

/** The stack of what a call throws or rejects with, if the program keeps as many frames. */
async function stackOf(limit: number, call: () => unknown): Promise<readonly string[]> {
  const { stackTraceLimit } = Error;
  onTestFinished(() => {
    Error.stackTraceLimit = stackTraceLimit;
  });
  Error.stackTraceLimit = limit;
  let thrown: unknown;
  try {
    await call();
  } catch (error) {
    thrown = error;
  }
  expect(thrown).toMatchObject({ name: "GeminiError", phase: "options" });
  return `${(thrown as Error).stack}`.split("\n");
}

test.each(calls)(
  "F308 the stack of %s with a wrong argument begins with the line of the program",
  async (_name, call) => {
    const client = clientAt(URL);
    for (const limit of [10, 1]) {
      const [header, ...frames] = await stackOf(limit, () => call(client));
      expect(header).toMatch(/^GeminiError: \S/);
      expect(frames[0]).toMatch(/argument-stack\.test\.ts:\d+/);
      expect(frames.length).toBeLessThanOrEqual(limit);
    }
  },
);

test("F308 a program wraps a method: its lines are in the stack", async () => {
  class Wrapped extends GeminiClient {}
  const client = clientAt(URL);
  const { generate } = client;
  const wrapped = Object.assign(Object.create(client), {
    generate: async () => {
      await Promise.resolve();
      return Reflect.apply(generate, client, ["Hi", { temperature: 5 }]);
    },
  });
  expect((await stackOf(10, () => wrapped.generate()))[1]).toContain("argument-stack.test.ts");
  expect((await stackOf(10, () => new Wrapped(wrong)))[1]).toContain("argument-stack.test.ts");
});

test("F308 a program replaces a method of streams by one that calls it later: its lines are in the stack", async () => {
  const stream = clientAt(URL).generateStream("Hi");
  const prototype = Object.getPrototypeOf(stream);
  const { toResponse } = prototype;
  onTestFinished(() => {
    prototype.toResponse = toResponse;
  });
  prototype.toResponse = (init: unknown) => Promise.resolve().then(() => Reflect.apply(toResponse, stream, [init]));
  expect((await stackOf(10, () => stream.toResponse(wrong)))[1]).toContain("argument-stack.test.ts");
});

test.each<[string, (client: Client) => unknown]>([
  ["sendMessage() of a client", (client) => client.sendMessage("Hi")],
  ["sendMessageStream() of a client", (client) => client.sendMessageStream("Hi").response()],
  ["query()", () => query("Hi", { backend: geminiApi({ apiKey: "fake-key", baseUrl: URL }), retry: false })],
  [
    "queryStream()",
    () => queryStream("Hi", { backend: geminiApi({ apiKey: "fake-key", baseUrl: URL }), retry: false }).response(),
  ],
])("F308 the stack of %s that fails later shows no public function of the library", async (_name, call) => {
  const { stackTraceLimit } = Error;
  onTestFinished(() => {
    Error.stackTraceLimit = stackTraceLimit;
  });
  Error.stackTraceLimit = 1;
  const error = await Promise.resolve(call(clientAt(URL, { retry: false }))).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: "connection_failed" });
  expect((error as Error).stack?.split("\n").at(-1)).toMatch(/argument-stack\.test\.ts:\d+/);
});

test("F308 a runtime without Error.captureStackTrace shows its own stack", async () => {
  const { captureStackTrace } = Error;
  onTestFinished(() => {
    Error.captureStackTrace = captureStackTrace;
  });
  const client = clientAt(URL);
  Reflect.deleteProperty(Error, "captureStackTrace");
  const stack = await stackOf(10, () => client.chat(wrong));
  expect(stack.slice(1).join("\n")).toMatch(/packages\/sdk\/src\//);
});
