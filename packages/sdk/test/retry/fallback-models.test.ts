import { describe, expect, test } from "vitest";
import { collect, failureOf } from "../support/clients.ts";
import type { RawRequest } from "../support/raw-server.ts";
import { answer, chunk, event, jsonReply, streamHead, streamReply } from "../support/replies.ts";
import {
  hello,
  modelOf,
  noCapacity,
  patientAt,
  rateLimit,
  refusal,
  type Step,
  startScript,
} from "./support/patient.ts";

const SIGNATURE = "ZmFrZS1zaWduYXR1cmU=";
const fallbackModels = ["gemini-3-flash", "gemini-2.5-flash-lite"];

/** One answer for each model, whatever was asked before. */
function byModel(steps: Readonly<Record<string, Step>>): Step {
  return (request: RawRequest) => {
    const step = steps[modelOf(request)] ?? hello;
    return typeof step === "function" ? step(request) : request.socket.write(step);
  };
}

const perDay = refusal(429, "RESOURCE_EXHAUSTED", [
  {
    "@type": "type.googleapis.com/google.rpc.QuotaFailure",
    violations: [{ quotaId: "GenerateRequestsPerDayPerProjectPerModel" }],
  },
]);

describe.each([
  ["F63 has no capacity, after its retries", noCapacity, "model_overloaded", 3],
  ["F62 has no quota left, at once", perDay, "quota_exhausted", 1],
  ["F168 limits the rate, after its retries", rateLimit("2s"), "rate_limited", 3],
  ["F65 is not there for the account, at once", refusal(404, "NOT_FOUND"), "model_unavailable", 1],
])("if a model %s", (_, failure, reason, sends) => {
  test("the next one is asked, and an event says so", async () => {
    const server = await startScript(byModel({ "gemini-3.5-flash-lite": failure }));
    const { client, fallbacks } = patientAt(server.url, { fallbackModels });
    expect((await client.sendMessage("Hi")).text).toBe("Hello");
    expect(fallbacks()).toMatchObject([
      {
        operation: "generateContent",
        backend: "gemini-api",
        from: "gemini-3.5-flash-lite",
        to: "gemini-3-flash",
        reason,
      },
    ]);
    const asked = server.requests.filter(({ method }) => method === "POST").map(modelOf);
    expect(asked).toEqual([...Array(sends).fill("gemini-3.5-flash-lite"), "gemini-3-flash"]);
  });

  test("and there is no fallback, the call fails with its error", async () => {
    const server = await startScript(failure);
    const { client, fallbacks } = patientAt(server.url);
    expect((await failureOf(client.generate("Hi"))).code).toBe(reason);
    expect(fallbacks()).toEqual([]);
  });

  test("and all the others too, the call fails with the last one's error", async () => {
    const server = await startScript(failure);
    const { client, fallbacks } = patientAt(server.url, { fallbackModels });
    expect(await failureOf(client.generate("Hi"))).toMatchObject({
      code: reason,
      attempts: 3 * sends,
      model: "gemini-2.5-flash-lite",
    });
    expect(fallbacks().map(({ to }) => to)).toEqual(fallbackModels);
  });
});

test.each([
  ["a fault of the service", refusal(500), "server_error"],
  ["a wrong request", refusal(400, "INVALID_ARGUMENT"), "invalid_request"],
  ["a blocked prompt", jsonReply({ promptFeedback: { blockReason: "SAFETY" } }), "blocked"],
])("%s does not cause a fallback", async (_, failure, code) => {
  const server = await startScript(failure);
  const { client, fallbacks } = patientAt(server.url, { fallbackModels });
  expect((await failureOf(client.generate("Hi"))).code).toBe(code);
  expect(fallbacks()).toEqual([]);
});

test("without retries, the next model is asked at once", async () => {
  const server = await startScript(byModel({ "gemini-3.5-flash-lite": noCapacity }));
  const { client } = patientAt(server.url, {
    retry: false,
    fallbackModels: ["gemini-3.5-flash-lite", "gemini-3-flash"],
  });
  expect((await client.generate("Hi")).text).toBe("Hello");
  expect(server.requests.map(modelOf)).toEqual(["gemini-3.5-flash-lite", "gemini-3-flash"]);
});

test("a stream falls back too, if nothing was delivered; after text it fails", async () => {
  const half = Buffer.concat([Buffer.from(streamHead()), chunk(event(answer("Hel")))]);
  const overloaded = event({ error: { code: 503, details: [{ reason: "MODEL_CAPACITY_EXHAUSTED" }] } });
  const early = Buffer.concat([Buffer.from(streamHead()), chunk(overloaded)]);
  const server = await startScript(
    byModel({ "gemini-3.5-flash-lite": early, "gemini-3-flash": streamReply(["Hello"]) }),
  );
  const { client } = patientAt(server.url, { retry: false, fallbackModels });
  expect((await collect(client.generateStream("Hi"))).text).toBe("Hello");
  const late = Buffer.concat([half, chunk(overloaded)]);
  const other = await startScript(byModel({ "gemini-3.5-flash-lite": late }));
  const cut = await collect(patientAt(other.url, { retry: false, fallbackModels }).client.generateStream("Hi"));
  expect(cut.error).toMatchObject({ code: "model_overloaded", partial: { text: "Hel" } });
});

test("F59 signatures of one model are not sent to another, but are sent again when the first is used again", async () => {
  const signed = { role: "model", parts: [{ text: "Signed", thoughtSignature: SIGNATURE }] };
  let overloaded = false;
  const server = await startScript((request) => {
    if (modelOf(request) !== "gemini-3.5-flash-lite") return request.socket.write(jsonReply(answer("Other", "STOP")));
    const reply = { candidates: [{ content: signed, finishReason: "STOP" }] };
    return request.socket.write(overloaded ? noCapacity : jsonReply(reply));
  });
  const { client } = patientAt(server.url, { retry: false, fallbackModels });
  await client.sendMessage("one");
  overloaded = true;
  expect((await client.sendMessage("two")).text).toBe("Other");
  overloaded = false;
  await client.sendMessage("three");
  const sent = server.requests.map((request) => [modelOf(request), request.body.includes(SIGNATURE)]);
  expect(sent).toEqual([
    ["gemini-3.5-flash-lite", false],
    ["gemini-3.5-flash-lite", true],
    ["gemini-3-flash", false],
    ["gemini-3.5-flash-lite", true],
  ]);
  expect(server.requests[2]?.body).toContain("Signed");
});
