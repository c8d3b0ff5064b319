import { setTimeout as wait } from "node:timers/promises";

/** The kinds of calls that a soak makes in turn. One that does not end as it should throws. */
export const kinds = {
  streamed: async (client, tag) => expectText(await textOf(client.generateStream(`stream ${tag}`)), piecesOf(tag)),

  whole: async (client, tag) => expectText((await client.generate(`whole ${tag}`)).text, tag),

  retried: async (client, tag) => {
    const response = await client.generate(`busy ${tag}`, { retry: { initialDelayMs: 1 } });
    expectText(response.text, tag);
  },

  refused: (client, tag) => expectFailure(client.generate(`refused ${tag}`), "invalid_request"),

  cut: (client, tag) => expectFailure(textOf(client.generateStream(`cut ${tag}`)), "stream_interrupted"),

  // On a socket that was used before, a reset looks like one gone stale, and the request is sent once more.
  reset: (client, tag) => expectFailure(client.generate(`reset ${tag}`), "connection_failed"),

  abortedBefore: async (client, tag) => {
    const controller = new AbortController();
    const failure = expectFailure(client.generate(`silent ${tag}`, { signal: controller.signal }), "aborted");
    await wait(5);
    controller.abort();
    await failure;
  },

  abortedWithin: (client, tag) => {
    const controller = new AbortController();
    const stream = client.generateStream(`half ${tag}`, { signal: controller.signal });
    return expectFailure(
      textOf(stream, () => controller.abort()),
      "aborted",
    );
  },

  left: async (client, tag) => {
    for await (const { textDelta } of client.generateStream(`half ${tag}`)) {
      expectText(textDelta, tag);
      break;
    }
  },

  conversation: async (client, tag) => {
    const fork = client.fork();
    expectText(await textOf(fork.sendMessageStream(`stream ${tag}`)), piecesOf(tag));
    expectText((await fork.sendMessage(`tags ${tag}`)).text, tag);
    await fork.close();
  },
};

/** What the server's `stream` answers. */
function piecesOf(tag) {
  return Array.from({ length: 5 }, (_, piece) => `${tag}:${piece} `).join("");
}

async function textOf(stream, onChunk = () => {}) {
  let text = "";
  for await (const { textDelta } of stream) {
    text += textDelta;
    onChunk();
  }
  return text;
}

function expectText(text, expected) {
  if (text !== expected)
    throw new Error(`An answer is ${JSON.stringify(text)} instead of ${JSON.stringify(expected)}.`);
}

async function expectFailure(work, code) {
  const error = await work.then(
    () => undefined,
    (thrown) => thrown,
  );
  if (error?.code !== code) throw new Error(`A call ended with ${error?.code} instead of ${code}.`, { cause: error });
}
