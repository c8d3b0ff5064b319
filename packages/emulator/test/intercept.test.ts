import { connect } from "node:net";
import { expect, test } from "vitest";
import { createEmulator } from "../src/index.ts";
import { apiKey, say, startEmulator } from "./support/start-emulator.ts";

const path = "/v1beta/models/gemini-3.5-flash-lite:generateContent";
const body = { contents: [say("hello")] };

test("request replaces the handler, and gets the call and the body", async () => {
  const { emulator, post } = await startEmulator({
    intercept: {
      request: async (call, request) =>
        call.operation === "generateContent"
          ? Response.json({ echo: await request.json(), model: call.model }, { status: 503 })
          : undefined,
    },
  });
  expect(await post(path, body, apiKey)).toMatchObject({
    status: 503,
    body: { echo: body, model: "gemini-3.5-flash-lite" },
  });
  expect((await post("/v1internal:loadCodeAssist", {})).status).toBe(200);
  expect(emulator.calls.map((call) => call.status)).toEqual([503, 200]);
});

test("response changes the response of the handler", async () => {
  const { post } = await startEmulator({
    intercept: { response: async (_, response) => Response.json({ was: response.status }) },
  });
  expect((await post(path, body, {})).body).toEqual({ was: 403 });
});

test("socket may close the connection before the response", async () => {
  const { emulator, post } = await startEmulator({ intercept: { socket: (_, socket) => void socket.destroy() } });
  await expect(post(path, body, apiKey)).rejects.toThrow("fetch failed");
  expect(emulator.calls).toMatchObject([{ outcome: "taken", status: undefined }]);
});

test("socket may write the response itself", async () => {
  const { post } = await startEmulator({
    intercept: {
      socket: (_, socket) => {
        socket.write('HTTP/1.1 200 OK\r\ncontent-length: 11\r\n\r\n{"by":"us"}');
        return "taken";
      },
    },
  });
  expect((await post(path, body, apiKey)).body).toEqual({ by: "us" });
});

test("a body that fails closes the connection after its bytes", async () => {
  const { emulator, url } = await startEmulator({
    intercept: {
      request: () => {
        const pieces = ["one ", "two"];
        const broken = new ReadableStream<Uint8Array>({
          pull(controller) {
            const piece = pieces.shift();
            if (piece === undefined) controller.error(new Error("cut"));
            else controller.enqueue(new TextEncoder().encode(piece));
          },
        });
        return new Response(broken);
      },
    },
  });
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.end(`GET ${path} HTTP/1.1\r\nhost: localhost\r\n\r\n`);
  const received = (await socket.setEncoding("utf8").toArray()).join("");
  expect(received).toContain("4\r\none \r\n3\r\ntwo\r\n");
  expect(received).not.toMatch(/0\r\n\r\n$/);
  expect(emulator.calls[0]?.outcome).toBe("failed");
});

test("an intercept that throws closes the connection", async () => {
  const intercept = {
    request: () => {
      throw new Error("no network today");
    },
  };
  const { post, emulator } = await startEmulator({ intercept });
  await expect(post(path, body, apiKey)).rejects.toThrow("fetch failed");
  expect(emulator.calls[0]?.outcome).toBe("failed");
  const direct = createEmulator({ intercept });
  await expect(direct.fetch(`https://example.com${path}`, { method: "POST" })).rejects.toThrow("no network today");
});

test("a client that disconnects has abandoned its call, and the intercept sees it", async () => {
  let gaveUp = false;
  const { emulator, url } = await startEmulator({
    intercept: {
      request: (_, request) =>
        new Promise((resolve) => {
          request.signal.addEventListener("abort", () => {
            gaveUp = true;
            resolve(undefined);
          });
        }),
    },
  });
  const controller = new AbortController();
  const pending = fetch(url + path, { method: "POST", headers: apiKey, body: "{}", signal: controller.signal });
  const rejected = expect(pending).rejects.toThrow();
  await expect.poll(() => emulator.calls.length).toBe(1);
  controller.abort();
  await rejected;
  await expect.poll(() => emulator.calls[0]?.outcome).toBe("abandoned");
  expect(gaveUp).toBe(true);
});
