/** Options, wrong values with how an error tells them, and what the option takes. */
export type WrongValues = readonly (readonly [
  option: string,
  wrong: readonly (readonly [value: unknown, got: string])[],
  takes: string,
])[];

/** Option of a call, wrong values with how they are told, and what the option takes. */
export const CALL_OPTIONS: WrongValues = [
  [
    "model",
    [
      ["", "an empty string"],
      [5, "5"],
      ["a b", "a string"],
      ["../x", '"../x"'],
      ["m".repeat(201), "a string"],
    ],
    "a model name",
  ],
  [
    "temperature",
    [
      [-0.1, "-0.1"],
      [2.1, "2.1"],
      [Number.NaN, "NaN"],
      ["1", "a string"],
    ],
    "a number from 0 to 2",
  ],
  [
    "maxOutputTokens",
    [
      [0, "0"],
      [1.5, "1.5"],
      [Number.POSITIVE_INFINITY, "Infinity"],
    ],
    "a whole number of 1 or more",
  ],
  [
    "thinkingBudget",
    [
      [-2, "-2"],
      [0.5, "0.5"],
    ],
    "a whole number of -1 or more",
  ],
  [
    "thinkingLevel",
    [
      ["so much", "a string"],
      [3, "3"],
    ],
    '"MINIMAL", "LOW", "MEDIUM" or "HIGH"',
  ],
  [
    "includeThoughts",
    [
      ["yes", "a string"],
      [1, "1"],
    ],
    "true or false",
  ],
  [
    "systemPrompt",
    [
      ["", "an empty string"],
      [["some text"], "an array of 1"],
    ],
    "a text that is not empty",
  ],
  [
    "topP",
    [
      [1.1, "1.1"],
      [-1, "-1"],
    ],
    "a number from 0 to 1",
  ],
  [
    "topK",
    [
      [0, "0"],
      [1.5, "1.5"],
    ],
    "a whole number of 1 or more",
  ],
  [
    "stopSequences",
    [
      ["some text", "a string"],
      [Array(6).fill("x"), "an array of 6"],
    ],
    "at most 5 texts",
  ],
  [
    "seed",
    [
      [2 ** 31, "2147483648"],
      [0.5, "0.5"],
    ],
    "a whole number from -2147483648 to 2147483647",
  ],
  [
    "presencePenalty",
    [
      [2, "2"],
      [-2.1, "-2.1"],
    ],
    "2 excluded",
  ],
  [
    "frequencyPenalty",
    [
      [2, "2"],
      ["1", "a string"],
    ],
    "2 excluded",
  ],
  [
    "candidateCount",
    [
      [0, "0"],
      [9, "9"],
    ],
    "a whole number from 1 to 8",
  ],
  [
    "responseMimeType",
    [
      ["json", '"json"'],
      ["a b/c", "a string"],
    ],
    '"application/json"',
  ],
  [
    "safetySettings",
    [
      [{}, "an object"],
      [[{ category: "x" }], "an array of 1"],
      [[{ category: "x", threshold: "y", more: 1n }], "an array of 1"],
    ],
    "`category` and `threshold`",
  ],
  [
    "labels",
    [
      [{ a: 1 }, "an object"],
      [["a"], "an array of 1"],
    ],
    "an object of texts",
  ],
  [
    "mediaResolution",
    [
      ["", "an empty string"],
      [1, "1"],
    ],
    "MEDIA_RESOLUTION_LOW",
  ],
  [
    "extraGenerationConfig",
    [
      [[], "an array of 0"],
      [{ a: 1n }, "an object"],
      ["x", "a string"],
    ],
    "an object that JSON can carry",
  ],
  [
    "extraRequest",
    [
      [{ contents: [] }, "an object"],
      [{ a: 1n }, "an object"],
      [5, "5"],
    ],
    "without `contents`",
  ],
  [
    "headers",
    [
      [{ "a b": "x" }, "an object"],
      [{ a: "x\r\ny: z" }, "an object"],
      [{ a: 1 }, "an object"],
    ],
    "one-line values",
  ],
  [
    "signal",
    [
      [{}, "an object"],
      [{ aborted: false, addEventListener() {} }, "an object"],
      [true, "true"],
    ],
    "an AbortSignal",
  ],
  [
    "timeouts",
    [
      [5, "5"],
      [[], "an array of 0"],
    ],
    "milliseconds above 0",
  ],
];

/** The same for options that a client alone has. */
export const CLIENT_OPTIONS: WrongValues = [
  [
    "credentialsPath",
    [
      ["", "an empty string"],
      [{}, "an object"],
    ],
    "the path of a Gemini CLI login file",
  ],
  [
    "tokenCache",
    [
      ["/some/folder", "a string"],
      [true, "true"],
      [() => {}, "a function"],
    ],
    "the functions get, set and delete",
  ],
  [
    "backend",
    [
      ["gemini", '"gemini"'],
      [{ name: "vertex" }, "an object"],
      [5, "5"],
    ],
    "geminiApi()",
  ],
  [
    "project",
    [
      ["", "an empty string"],
      [5, "5"],
    ],
    "a project id",
  ],
  [
    "fetch",
    [
      ["x", "a string"],
      [{}, "an object"],
    ],
    "a fetch function",
  ],
  [
    "agent",
    [
      ["x", "a string"],
      [() => {}, "a function"],
    ],
    "an http.Agent or https.Agent",
  ],
  [
    "maxResponseBytes",
    [
      [0, "0"],
      [Number.NaN, "NaN"],
    ],
    "a number of 1 or more",
  ],
  [
    "history",
    [
      ["x", "a string"],
      [{}, "an object"],
    ],
    "an array of Content",
  ],
  [
    "onEvent",
    [
      ["x", "a string"],
      [{}, "an object"],
    ],
    "a function",
  ],
];
