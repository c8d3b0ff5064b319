import { subscribe, unsubscribe } from "node:diagnostics_channel";
import type { IncomingMessage } from "node:http";
import { setImmediate } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, onTestFinished, test } from "vitest";
import { clientAt, failureOf } from "../support/clients.ts";
import { startRawServer } from "../support/raw-server.ts";
import { answer, jsonReply } from "../support/replies.ts";

test("a response and an error do not keep Node's HTTP objects in memory", async () => {
  const responses: WeakRef<IncomingMessage>[] = [];
  const onResponse = (message: unknown) =>
    responses.push(new WeakRef((message as { readonly response: IncomingMessage }).response));
  subscribe("http.client.response.finish", onResponse);
  onTestFinished(() => void unsubscribe("http.client.response.finish", onResponse));
  const server = await startRawServer(({ socket, index }) =>
    socket.end(index === 0 ? jsonReply(answer("Hello", "STOP")) : jsonReply({ error: { code: 500 } }, 500)),
  );
  const client = clientAt(server.url);
  const kept = [await client.generate("Hi"), await failureOf(client.generate("Hi"))];
  setFlagsFromString("--expose-gc");
  const collectGarbage: () => void = runInNewContext("gc");
  for (let turn = 0; turn < 20 && responses.some((one) => one.deref()); turn += 1) {
    await setImmediate();
    collectGarbage();
  }
  expect(responses.map((one) => one.deref())).toEqual([undefined, undefined]);
  expect(kept.map(({ http }) => http?.status)).toEqual([200, 500]);
});
