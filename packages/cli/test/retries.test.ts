import { expect, onTestFinished, test, vi } from "vitest";
import { runCommand, startCommand } from "./support/run-command.ts";
import { startServer, toEvent } from "./support/servers.ts";

const answer = toEvent({ content: { parts: [{ text: "Hello" }] }, finishReason: "STOP" });

/** Refuses so often, then answers; says which models were asked. */
async function startRefusing(times: number, status: number, error: object) {
  const asked: string[] = [];
  const env = await startServer((request, response) => {
    if (request.method === "POST") asked.push(/models\/([^:]+)/.exec(request.url ?? "")?.[1] ?? "");
    if (asked.length <= times) {
      response.writeHead(status, { "content-type": "application/json" });
      response.end(JSON.stringify({ error: { code: status, message: "no", ...error } }));
    } else response.writeHead(200, { "content-type": "text/event-stream" }).end(answer);
  });
  return { env, asked };
}

test("F61 retries a transient failure, and announces a long wait on stderr", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  onTestFinished(() => void vi.useRealTimers());
  const { env, asked } = await startRefusing(1, 429, { details: [{ retryDelay: "1.01s" }] });
  const running = startCommand(["hi"], { env });
  await running.untilStderr("trying again in");
  vi.advanceTimersByTime(1_009);
  expect(asked).toHaveLength(1);
  // A random part is added to the delay that Google asks for.
  vi.advanceTimersByTime(2_000);
  const { exitCode, stdout, stderr } = await running.ended;
  expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: "Hello\n" });
  expect(stderr).toMatch(/^Too many requests for now; trying again in [23] s\.\n$/);
  expect(asked).toHaveLength(2);
});

test("--no-retry fails at once", async () => {
  const { env, asked } = await startRefusing(1, 503, {});
  const { exitCode, stdout } = await runCommand(["--no-retry", "hi"], { env });
  expect({ exitCode, stdout, asked }).toEqual({ exitCode: 6, stdout: "", asked: ["gemini-3.8-flash"] });
});

test("F63 --fallback-model names the models to ask next, and stderr reports a fallback", async () => {
  const { env, asked } = await startRefusing(2, 503, { details: [{ reason: "MODEL_CAPACITY_EXHAUSTED" }] });
  const words = ["--no-retry", "--fallback-model", "gemini-one", "--fallback-model", "gemini-two", "hi"];
  const { exitCode, stdout, stderr } = await runCommand(words, { env });
  expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: "Hello\n" });
  expect(asked).toEqual(["gemini-3.8-flash", "gemini-one", "gemini-two"]);
  expect(stderr).toBe("The model is overloaded; asking gemini-one.\nThe model is overloaded; asking gemini-two.\n");
});
