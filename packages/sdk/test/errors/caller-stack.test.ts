import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { type GeminiError, type GenerateContentStream, geminiApi, isGeminiError, query } from "../../src/index.ts";
import { clockWithoutRereading } from "../auth/support/test-clock.ts";
import { createWorld } from "../auth/support/world.ts";
import { asGeminiError, clientAt, collect, failureOf, transports } from "../support/clients.ts";
import { type RawServer, startRawServer } from "../support/raw-server.ts";
import { answer, chunk, event, jsonReply, streamHead } from "../support/replies.ts";

/** The place where this function is called, as a stack names it. */
function here(): string {
  const [, , frame = ""] = new Error().stack?.split("\n") ?? [];
  return /caller-stack\.test\.ts:\d+/.exec(frame)?.[0] ?? "no place";
}

/** Runs with a program's own `Error.prepareStackTrace`, which is removed after the test. */
function prepareStacksWith(prepare: typeof Error.prepareStackTrace): void {
  const { prepareStackTrace } = Error;
  onTestFinished(() => {
    Error.prepareStackTrace = prepareStackTrace;
  });
  Error.prepareStackTrace = prepare;
}

/** Waits for a call to fail, and expects the place of the call in the stack of its error. */
async function expectLine(place: string, failing: Promise<GeminiError>): Promise<GeminiError> {
  const error = await failing;
  expect(error.stack).toContain(place);
  return error;
}

const failureOfLoop = async (stream: GenerateContentStream) => asGeminiError((await collect(stream)).error);

let server: RawServer;

beforeEach(async () => {
  server = await startRawServer(({ socket }) => socket.write(jsonReply({ error: { code: 500 } }, 500)));
});

describe.each(transports)("over $transport, a stack has the line of the calling program", ({ options }) => {
  test("generate()", async () => {
    const client = clientAt(server.url, options);
    await expectLine(here(), failureOf(client.generate("Hi")));
  });

  test("sendMessage()", async () => {
    const client = clientAt(server.url, options);
    await expectLine(here(), failureOf(client.sendMessage("Hi")));
  });

  test("generateStream(), read in a loop", async () => {
    const client = clientAt(server.url, options);
    await expectLine(here(), failureOfLoop(client.generateStream("Hi")));
  });

  test("sendMessageStream(), read by response()", async () => {
    const client = clientAt(server.url, options);
    await expectLine(here(), failureOf(client.sendMessageStream("Hi").response()));
  });

  test("a stream that breaks", async () => {
    server = await startRawServer(({ socket }) => socket.end(`${streamHead()}${chunk(event(answer("canary-a")))}`));
    const client = clientAt(server.url, options);
    const error = await expectLine(here(), failureOfLoop(client.generateStream("Hi")));
    expect(error.code).toBe("stream_interrupted");
  });

  test("a call that is aborted", async () => {
    server = await startRawServer(() => {});
    const client = clientAt(server.url, options);
    const controller = new AbortController();
    const { signal } = controller;
    const failing = expectLine(here(), failureOf(client.generate("Hi", { signal })));
    await server.received(1);
    controller.abort();
    expect((await failing).code).toBe("aborted");
  });
});

test("query()", async () => {
  const options = { backend: geminiApi({ apiKey: "fake-key-canary", baseUrl: server.url }), retry: false };
  expect((await expectLine(here(), failureOf(query("Hi", options)))).code).toBe("server_error");
});

test("no_credentials", async () => {
  const client = clientAt(server.url, { backend: null });
  expect((await expectLine(here(), failureOf(client.generate("Hi")))).code).toBe("no_credentials");
});

test("calls that fail with one renewal of a token each have their own line", async () => {
  await using world = await createWorld({ clock: clockWithoutRereading() });
  await world.signIn({ expiresInMs: 0 });
  world.on("token", () => Response.json({ error: "invalid_grant" }, { status: 400 }));
  // Named, so that no look at the disk comes first and both calls join before the first answer.
  const client = world.client({ credentialsPath: world.loginPath });
  const first = expectLine(here(), failureOf(client.generate("Hi")));
  const second = expectLine(here(), failureOf(client.generate("Hi")));
  const [one, other] = await Promise.all([first, second]);
  expect(one.stack).not.toBe(other.stack);
  expect(world.calls("token")).toHaveLength(1);
  expect([one.code, other.code]).toEqual(["login_expired", "login_expired"]);
});

test("a stack begins with the message and the place of the failure, and has the caller's line once", async () => {
  const client = clientAt(server.url);
  const [file] = here().split(":");
  const error = await failureOf(client.generate("Hi"));
  const [header, first, ...others] = error.stack?.split("\n") ?? [];
  expect(header).toBe(`GeminiError: ${error.message}`);
  expect(first).toMatch(/refusals\/api-error/);
  expect(others.filter((line) => line.includes(`${file}`))).toHaveLength(1);
  expect(Object.keys(error)).not.toContain("stack");
  error.stack = "replaced";
  expect(error.stack).toBe("replaced");
});

test("a stack has each place once, and neither the public method nor an internal name of its class", async () => {
  const client = clientAt(server.url);
  const inner = async () => await client.sendMessage("Hi");
  const outer = async () => await inner();
  const error = await failureOf(outer());
  // The frames of the test runner are its own.
  const frames = error.stack?.split("\n").filter((frame) => /packages\/sdk\/(?:src|test)\//.test(frame)) ?? [];
  const places = frames.map((frame) => frame.replace(/^\s+at (?:async )?/, "").replace(/:\d+\)?$/, ""));
  expect(new Set(places).size).toBe(places.length);
  for (const name of ["inner", "outer"]) expect(frames.filter((frame) => frame.includes(` ${name} (`))).toHaveLength(1);
  expect(error.stack).not.toMatch(/\w+Class\.|sendMessage/);
});

test("the call is rejected, with the message as its stack, if Error.prepareStackTrace throws", async () => {
  prepareStacksWith((error) => {
    if (isGeminiError(error)) throw new Error("no words");
    return "";
  });
  const error = await failureOf(clientAt(server.url).generate("Hi"));
  expect(error.stack).toBe(`GeminiError: ${error.message}`);
});

test("a stack is what Error.prepareStackTrace returns, if that is not text", async () => {
  prepareStacksWith((_error, sites) => sites);
  const error = await failureOf(clientAt(server.url).generate("Hi"));
  expect(error.stack).toBeInstanceOf(Array);
});
