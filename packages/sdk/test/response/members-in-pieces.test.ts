import { describe, expect, test } from "vitest";
import type { GenerateContentResponse } from "../../src/index.ts";
import { clientAt } from "../support/clients.ts";
import { startRawServer } from "../support/raw-server.ts";
import { reply } from "../support/replies.ts";
import { counts, end, part, serving, streamed } from "./support/serving.ts";

describe("F95 members that come in pieces", () => {
  const chunks = { groundingChunks: [{ web: { uri: "https://a.test" } }] };
  const said = (members: object) => part({ text: "abc" }, members);
  const first = ({ candidates }: GenerateContentResponse) => candidates[0] as unknown as Record<string, object>;

  test.each<[string, readonly object[], (response: GenerateContentResponse) => unknown, unknown]>([
    [
      "{} replaces nothing",
      [said({ groundingMetadata: chunks }), end("STOP", { groundingMetadata: {} })],
      (r) => first(r).groundingMetadata,
      chunks,
    ],
    [
      "null replaces nothing",
      [said({ groundingMetadata: chunks }), end("STOP", { groundingMetadata: null })],
      (r) => first(r).groundingMetadata,
      chunks,
    ],
    [
      "[] replaces nothing",
      [said({ safetyRatings: [{ category: "X" }] }), end("STOP", { safetyRatings: [] })],
      (r) => first(r).safetyRatings,
      [{ category: "X" }],
    ],
    [
      "grounding without chunks is merged in",
      [
        said({ groundingMetadata: { ...chunks, webSearchQueries: ["q"] } }),
        end("STOP", { groundingMetadata: { groundingSupports: [{ segment: {} }] } }),
      ],
      (r) => first(r).groundingMetadata,
      { ...chunks, webSearchQueries: ["q"], groundingSupports: [{ segment: {} }] },
    ],
    [
      "grounding with chunks replaces",
      [
        said({ groundingMetadata: { groundingChunks: [{ web: {} }], groundingSupports: [{}] } }),
        end("STOP", { groundingMetadata: chunks }),
      ],
      (r) => first(r).groundingMetadata,
      chunks,
    ],
    [
      "citations are appended, equal ones once",
      [
        said({ citationMetadata: { citationSources: [{ uri: "a" }] } }),
        end("STOP", { citationMetadata: { citationSources: [{ uri: "a" }, { uri: "b" }] } }),
      ],
      (r) => first(r).citationMetadata,
      { citationSources: [{ uri: "a" }, { uri: "b" }] },
    ],
    [
      "equal citations are listed once, whatever the order of their members",
      [
        said({ citationMetadata: { citations: [{ startIndex: 0, endIndex: 1, uri: "a" }] } }),
        end("STOP", { citationMetadata: { citations: [{ uri: "a", endIndex: 1, startIndex: 0 }] } }),
      ],
      (r) => first(r).citationMetadata,
      { citations: [{ uri: "a", endIndex: 1, startIndex: 0 }] },
    ],
    [
      "feedback on the prompt is merged",
      [
        { ...said({}), promptFeedback: { safetyRatings: [{ category: "X" }] } },
        { ...end("STOP"), promptFeedback: {} },
      ],
      (r) => r.promptFeedback,
      { safetyRatings: [{ category: "X" }] },
    ],
    [
      "an empty version or id replaces nothing, in plain events too",
      [
        { ...part({ text: "a" }), modelVersion: "m", responseId: "" },
        { ...part({ text: "b" }, { finishReason: "STOP" }), modelVersion: "", responseId: "r" },
      ],
      (r) => [r.modelVersion, r.responseId],
      ["m", "r"],
    ],
    [
      "URL metadata is appended, equal entries once",
      [
        said({ urlContextMetadata: { urlMetadata: [{ retrievedUrl: "a" }] } }),
        end("STOP", { urlContextMetadata: { urlMetadata: [{ retrievedUrl: "b" }, { retrievedUrl: "a" }] } }),
      ],
      (r) => first(r).urlContextMetadata,
      { urlMetadata: [{ retrievedUrl: "a" }, { retrievedUrl: "b" }] },
    ],
    [
      "log probabilities are appended as they come",
      [
        said({ logprobsResult: { chosenCandidates: [{ token: "a" }] } }),
        end("STOP", { logprobsResult: { chosenCandidates: [{ token: "a" }] } }),
      ],
      (r) => first(r).logprobsResult,
      { chosenCandidates: [{ token: "a" }, { token: "a" }] },
    ],
    [
      "counts are merged by name",
      [
        { ...said({}), usageMetadata: { ...counts, thoughtsTokenCount: 40 } },
        { ...end("STOP"), usageMetadata: { totalTokenCount: 47, trafficType: "ON_DEMAND" } },
      ],
      (r) => r.usageMetadata,
      { ...counts, thoughtsTokenCount: 40, totalTokenCount: 47, trafficType: "ON_DEMAND" },
    ],
    [
      "{} replaces no counts",
      [
        { ...said({}), usageMetadata: counts },
        { ...end("STOP"), usageMetadata: {} },
      ],
      (r) => r.usageMetadata,
      counts,
    ],
    [
      "counts of plain events are merged too",
      [
        { ...said({}), usageMetadata: { ...counts, thoughtsTokenCount: 4 } },
        { ...said({}), usageMetadata: { ...counts, thoughtsTokenCount: 5 } },
        { ...part({ text: "d" }, { finishReason: "STOP" }), usageMetadata: { totalTokenCount: 9 } },
      ],
      (r) => r.usageMetadata,
      { ...counts, thoughtsTokenCount: 5, totalTokenCount: 9 },
    ],
  ])("%s", async (_, events, read, expected) => {
    const { client } = await serving(events);
    expect(read(await streamed(client))).toEqual(expected);
  });

  test("__proto__ is data, in a candidate and in its members", async () => {
    const server = await startRawServer(({ socket }) => {
      const events = [
        '{"__proto__":{"a":1},"groundingMetadata":{"__proto__":{"b":2}}',
        '{"groundingMetadata":{"c":3},"finishReason":"STOP"',
      ];
      const body = events
        .map((start) => `data: {"candidates":[${start},"content":{"parts":[{"text":"abc"}]}}]}\n\n`)
        .join("");
      socket.write(reply(200, body, { "content-type": "text/event-stream" }));
    });
    const response = await clientAt(server.url).generateStream("canary-prompt").response();
    expect(JSON.stringify(response.candidates[0])).toContain('"__proto__":{"a":1}');
    expect(JSON.stringify(first(response).groundingMetadata)).toBe('{"__proto__":{"b":2},"c":3}');
    expect(Object.getPrototypeOf(response.candidates[0])).toBe(Object.prototype);
  });
});
