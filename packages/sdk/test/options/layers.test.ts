import { describe, expect, it } from "vitest";
import { CallSettings } from "../../src/call/call-settings.ts";
import type { CallOptions } from "../../src/index.ts";
import { mergeSignals } from "../../src/options/merge-options.ts";

const none = Number.POSITIVE_INFINITY;
const off = undefined;

/** Layers, lowest first, and part of the settings that they give. */
const rows: readonly (readonly [what: string, layers: readonly CallOptions[], settings: object])[] = [
  ["the highest wins", [{ topK: 1 }, { topK: 2 }, { topK: 3 }], { generation: { topK: 3 } }],
  ["undefined inherits over two layers", [{ topK: 1 }, {}, { topK: undefined }], { generation: { topK: 1 } }],
  ["null is inherited", [{ topK: 1 }, { topK: null }, {}], { generation: { topK: null } }],
  ["a value replaces null", [{ topK: 1 }, { topK: null }, { topK: 3 }], { generation: { topK: 3 } }],
  [
    "a level in the middle replaces the budget below",
    [{ thinkingBudget: 1 }, { thinkingLevel: "LOW" }, {}],
    { generation: { thinkingLevel: "LOW" } },
  ],
  [
    "a budget at the top replaces the level in the middle",
    [{ thinkingBudget: 1 }, { thinkingLevel: "LOW" }, { thinkingBudget: 2 }],
    { generation: { thinkingBudget: 2 } },
  ],
  [
    "extra members of all layers are joined",
    [{ extraRequest: { a: 1, b: 1 } }, { extraRequest: { b: 2 } }, { extraRequest: { c: 3 } }],
    { generation: { extraRequest: { a: 1, b: 2, c: 3 } } },
  ],
  [
    "null drops the extra members below it",
    [{ extraRequest: { a: 1 } }, { extraRequest: null }, { extraRequest: { c: 3 } }],
    { generation: { extraRequest: { c: 3 } } },
  ],
  [
    "deadlines inherit one by one",
    [{ timeouts: { idle: 1, total: 1, headers: 1 } }, { timeouts: { total: null } }, { timeouts: { idle: 3 } }],
    { timeouts: { connect: 10_000, headers: 1, idle: 3, total: none, firstEvent: 3 } },
  ],
  [
    "timeouts: null sets no deadline, but those above it count",
    [{ timeouts: { idle: 1 } }, { timeouts: null }, { timeouts: { total: 3 } }],
    { timeouts: { connect: none, headers: none, idle: none, total: 3, firstEvent: none } },
  ],
  [
    "retry inherits one by one",
    [{ retry: { maxAttempts: 9, maxWaitMs: 1 } }, { retry: { maxWaitMs: 2 } }, { retry: { restartStreams: true } }],
    {
      retry: { maxAttempts: 9, maxWaitMs: 2, restartStreams: true, initialDelayMs: 1_000, maxDelayMs: 30_000 },
    },
  ],
  ["retry: false in the middle", [{ retry: { maxAttempts: 9 } }, { retry: false }, {}], { retry: off }],
  [
    "retry: true above false, with the members below",
    [{ retry: { maxAttempts: 9 } }, { retry: false }, { retry: true }],
    { retry: expect.objectContaining({ maxAttempts: 9 }) },
  ],
  ["timeout is timeouts.total", [{ timeout: 5 }], { timeouts: expect.objectContaining({ total: 5, idle: 120_000 }) }],
  [
    "timeout: null means no limit",
    [{ timeout: 5 }, { timeout: null }],
    { timeouts: expect.objectContaining({ total: none }) },
  ],
  [
    "timeout replaces the timeouts.total below, and only that",
    [{ timeouts: { total: 5, idle: 7 } }, { timeout: 6 }],
    { timeouts: expect.objectContaining({ total: 6, idle: 7 }) },
  ],
  [
    "timeouts.total replaces the timeout below",
    [{ timeout: 5 }, { timeouts: { total: 6 } }],
    { timeouts: expect.objectContaining({ total: 6 }) },
  ],
  [
    "timeouts without total keeps the timeout below",
    [{ timeout: 5 }, { timeouts: { idle: 7 } }],
    { timeouts: expect.objectContaining({ total: 5, idle: 7 }) },
  ],
  [
    "maxRetries does not count the first attempt",
    [{ maxRetries: 2 }],
    { retry: expect.objectContaining({ maxAttempts: 3 }) },
  ],
  ["maxRetries: 0 is one attempt", [{ maxRetries: 0 }], { retry: expect.objectContaining({ maxAttempts: 1 }) }],
  ["maxRetries: null disables retries", [{ maxRetries: 2 }, { maxRetries: null }], { retry: off }],
  [
    "maxRetries replaces retry.maxAttempts below, and only that",
    [{ retry: { maxAttempts: 9, maxWaitMs: 1 } }, { maxRetries: 1 }],
    { retry: expect.objectContaining({ maxAttempts: 2, maxWaitMs: 1 }) },
  ],
  [
    "retry.maxAttempts replaces the maxRetries below",
    [{ maxRetries: 1 }, { retry: { maxAttempts: 9 } }],
    { retry: expect.objectContaining({ maxAttempts: 9 }) },
  ],
  ["retry: false above maxRetries", [{ maxRetries: 1 }, { retry: false }], { retry: off }],
  [
    "maxRetries above retry: false",
    [{ retry: false }, { maxRetries: 1 }],
    { retry: expect.objectContaining({ maxAttempts: 2 }) },
  ],
  [
    "headers are joined, whatever their case",
    [{ headers: { "X-One": "1", two: "1" } }, { headers: { "x-one": "2" } }, { headers: { three: "3" } }],
    { headers: { "x-one": "2", two: "1", three: "3" } },
  ],
  [
    "headers: null drops those below it",
    [{ headers: { one: "1" } }, { headers: null }, { headers: { three: "3" } }],
    { headers: { three: "3" } },
  ],
];

describe("layers of options", () => {
  it.each(rows)("%s", (_what, layers, settings) => {
    expect(new CallSettings(layers)).toEqual(expect.objectContaining(settings));
  });

  it("signals of all layers count; null drops those below it", () => {
    const [client, chat, call] = [1, 2, 3].map(() => new AbortController().signal);
    expect(mergeSignals(client, undefined, call)).toEqual([client, call]);
    expect(mergeSignals(client, chat, call)).toHaveLength(3);
    expect(mergeSignals(client, null, call)).toEqual([call]);
    expect(mergeSignals(client, chat, null)).toEqual([]);
  });
});
