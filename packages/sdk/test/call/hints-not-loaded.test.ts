import { expect, test, vi } from "vitest";
import { geminiApi, vertex } from "../../src/index.ts";
import { clientAt, failureOf } from "../support/clients.ts";
import { startRawServer } from "../support/raw-server.ts";
import { jsonReply } from "../support/replies.ts";

const outOfDescriptors = vi.hoisted(() => () => {
  throw Object.assign(new Error("canary"), { code: "EMFILE" });
});
vi.mock("../../src/backends/find-sign-in.ts", outOfDescriptors);
vi.mock("../../src/backends/available-models.ts", outOfDescriptors);

const notFound = { error: { code: 404, status: "NOT_FOUND", message: "models/x is not found." } };

test("the code that adds hints to an error cannot be loaded: the error is the same without them", async () => {
  const server = await startRawServer(({ socket }) => socket.write(jsonReply(notFound, 404)));
  const unknown = clientAt(server.url, { backend: geminiApi({ apiKey: "fake-key", baseUrl: server.url }) });
  expect(await failureOf(unknown.generate("Hi"))).toMatchObject({ code: "model_unavailable", status: 404 });
  const unsigned = clientAt(server.url, { backend: vertex({ accessToken: "fake" }) });
  expect(await failureOf(unsigned.generate("Hi"))).toMatchObject({ code: "project_required" });
});
