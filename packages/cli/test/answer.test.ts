import { describe, expect, onTestFinished, test, vi } from "vitest";
import { runCommand, startCommand } from "./support/run-command.ts";
import { generateBody, startAnswering, startEmulator, startServer, toEvent } from "./support/servers.ts";

const promptOf = (body: { contents: { parts: { text: string }[] }[] }) => body.contents[0]?.parts[0]?.text;

describe("the answer", () => {
  test("is the only output on stdout and ends with a newline", async () => {
    const { env } = await startEmulator();
    expect(await runCommand(["What is 2+2?"], { env })).toEqual({ exitCode: 0, stdout: "2 + 2 = 4.\n", stderr: "" });
  });

  test("F313 comes with one warning about an unknown GEMINI_TS_LOG, which the library prints", async () => {
    const print = vi.spyOn(console, "error").mockImplementation(() => {});
    onTestFinished(() => print.mockRestore());
    const { env } = await startEmulator();
    const run = await runCommand(["What is 2+2?"], { env: { ...env, GEMINI_TS_LOG: "verbose" } });
    expect(run).toEqual({ exitCode: 0, stdout: "2 + 2 = 4.\n", stderr: "" });
    expect(print.mock.calls).toEqual([["%s", expect.stringContaining("`GEMINI_TS_LOG` has the unknown value")]]);
  });

  test("gets no second newline", async () => {
    const env = await startAnswering(["one\n", "two\n"]);
    expect(await runCommand(["hi"], { env })).toMatchObject({ stdout: "one\ntwo\n" });
  });

  test("is written piece by piece, before the rest arrives", async () => {
    let goOn = () => {};
    const env = await startServer((_request, response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.write(toEvent({ content: { parts: [{ text: "first " }] } }));
      goOn = () => response.end(toEvent({ content: { parts: [{ text: "second" }] }, finishReason: "STOP" }));
    });
    const running = startCommand(["hi"], { env });
    await running.untilStdout("first ");
    goOn();
    expect(await running.ended).toMatchObject({ exitCode: 0, stdout: "first second\n" });
  });

  test.each([
    ["MAX_TOKENS", /^The answer was truncated at the token limit\. .*--max-output-tokens.*\n$/],
    ["CONTINUATION", /^The answer was truncated at the token limit\. Ask for a shorter answer.*\n$/],
    ["SAFETY", /^The answer ended early \(SAFETY\)\.\n$/],
    ["RECITATION", /^The answer ended early \(RECITATION\)\.\n$/],
  ])("F240 that Google truncated (%s) is written with a note, and the exit code is 6", async (finishReason, note) => {
    const env = await startAnswering(["ha", "lf"], finishReason);
    const text = await runCommand(["hi"], { env });
    expect(text).toEqual({ exitCode: 6, stdout: "half\n", stderr: expect.stringMatching(note) });
    const json = await runCommand(["--json", "hi"], { env });
    expect(json).toMatchObject({ exitCode: 6, stderr: expect.stringMatching(note) });
    expect(JSON.parse(json.stdout)).toMatchObject({ text: "half", finishReason });
  });
});

test("warns after the answer if another model responded, and names the flag that selects a model", async () => {
  const env = await startServer((_request, response) => {
    const candidate = { content: { parts: [{ text: "answer" }] }, finishReason: "STOP" };
    response.writeHead(200, { "content-type": "text/event-stream" }).end(toEvent(candidate, "gemini-3.8-flash"));
  });
  const { stdout, stderr } = await runCommand(["--model", "gemini-3.7-flash", "hi"], { env });
  expect(stdout).toBe("answer\n");
  expect(stderr).toMatch(/^Warning: Google responded with the model "gemini-3\.8-flash" .* Set --model to .*\n$/);
});

test.each([
  ["pro", "gemini-3.1-pro-preview"],
  ["flash", "gemini-3.8-flash"],
  ["flash-lite", "gemini-3.5-flash-lite"],
])("--model %s asks %s", async (alias, model) => {
  const { emulator, env } = await startEmulator();
  const { exitCode } = await runCommand(["--model", alias, "--backend", "gemini-api", "hi"], { env });
  expect([exitCode, emulator.calls.map((call) => call.model)]).toEqual([0, [model]]);
});

test("--thinking-level is sent, and a failure lists the levels that the model accepts", async () => {
  const { emulator, env } = await startEmulator();
  const ask = (level: string) => runCommand(["--model", "gemini-4-neon", "--thinking-level", level, "hi"], { env });
  expect(await ask("xhigh")).toMatchObject({ exitCode: 0 });
  expect(generateBody(emulator)).toMatchObject({ generationConfig: { thinkingConfig: { thinkingLevel: "XHIGH" } } });
  const { exitCode, stderr } = await ask("minimal");
  expect(exitCode).toBe(2);
  expect(stderr).toMatch(
    /^The model "gemini-4-neon" does not accept this --thinking-level\.\nUse --thinking-level: "LOW", "MEDIUM", "HIGH", "XHIGH"\.\n$/,
  );
});

describe("the prompt", () => {
  test("may be several words", async () => {
    const { emulator, env } = await startEmulator();
    await runCommand(["What", "is", "2+2?"], { env });
    expect(promptOf(generateBody(emulator))).toBe("What is 2+2?");
  });

  test("is followed by the text piped to stdin", async () => {
    const { emulator, env } = await startEmulator();
    await runCommand(["Summarise this:"], { env, stdin: "naïve 日本\nsecond line\n" });
    expect(promptOf(generateBody(emulator))).toBe("Summarise this:\n\nnaïve 日本\nsecond line");
  });

  test("may consist of the piped text only", async () => {
    const { env } = await startEmulator();
    expect(await runCommand([], { env, stdin: "What is 3*3?\n" })).toMatchObject({
      exitCode: 0,
      stdout: "3 * 3 = 9.\n",
    });
  });

  test("may start with a dash after --", async () => {
    const { emulator, env } = await startEmulator();
    expect(await runCommand(["--", "-5", "+ 3"], { env })).toMatchObject({ exitCode: 0 });
    expect(promptOf(generateBody(emulator))).toBe("-5 + 3");
  });
});

test("options reach Google", async () => {
  const { emulator, env } = await startEmulator();
  const words = ["--model", "gemini-3.5-flash-lite", "--system", "Be concise.", "--temperature", "0.5"];
  const { exitCode } = await runCommand([...words, "--max-output-tokens", "99", "--thinking-budget", "-1", "hi"], {
    env,
  });
  expect(exitCode).toBe(0);
  expect(emulator.calls[0]?.model).toBe("gemini-3.5-flash-lite");
  expect(generateBody(emulator)).toMatchObject({
    systemInstruction: { parts: [{ text: "Be concise." }] },
    generationConfig: { temperature: 0.5, maxOutputTokens: 99, thinkingConfig: { thinkingBudget: -1 } },
  });
});

test("GEMINI_MODEL is the default model", async () => {
  const { emulator, env } = await startEmulator();
  await runCommand(["hi"], { env: { ...env, GEMINI_MODEL: "gemini-2.5-flash-lite" } });
  expect(emulator.calls[0]?.model).toBe("gemini-2.5-flash-lite");
});

describe("--show-thinking", () => {
  test("writes the thinking to stderr and ends its line, without style if stderr is not a terminal", async () => {
    const { emulator, env } = await startEmulator();
    const { stdout, stderr } = await runCommand(["--show-thinking", "What is 2+2?"], { env });
    expect(generateBody(emulator).generationConfig.thinkingConfig).toEqual({ includeThoughts: true });
    expect(stdout).toBe("2 + 2 = 4.\n");
    expect(stderr).toMatch(/^\S.*\n$/s);
    expect(stderr).not.toContain("\u001b");
  });

  test("thinking is not shown without it", async () => {
    const { env } = await startEmulator();
    const ending = await runCommand(["--thinking-budget", "1024", "What is 2+2?"], { env });
    expect(ending).toEqual({ exitCode: 0, stdout: "2 + 2 = 4.\n", stderr: "" });
  });
});

describe("--json", () => {
  test("writes one object on one line", async () => {
    const { env } = await startEmulator();
    const { exitCode, stdout, stderr } = await runCommand(["--json", "--show-thinking", "What is 2+2?"], { env });
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    expect(stdout).toMatch(/^\{.*\}\n$/);
    expect(JSON.parse(stdout)).toEqual({
      text: "2 + 2 = 4.",
      thinking: expect.stringMatching(/\w/),
      usage: expect.objectContaining({ promptTokenCount: expect.any(Number), totalTokenCount: expect.any(Number) }),
      finishReason: "STOP",
      model: "gemini-3.8-flash",
      backend: "gemini-api",
    });
  });

  test("has every member even if Google sends little", async () => {
    const env = await startServer((_request, response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.end(`data: {"candidates":[{"content":{"parts":[{"text":"x"}]},"finishReason":"STOP"}]}\n\n`);
    });
    const { stdout } = await runCommand(["--json", "hi"], { env });
    const unknown = { usage: null, model: null };
    expect(JSON.parse(stdout)).toEqual({
      text: "x",
      thinking: "",
      finishReason: "STOP",
      backend: "gemini-api",
      ...unknown,
    });
  });
});
